import { at as shareOf, verdict, whole } from '../sync/words.ts'
import type { Mark, Stage } from './marks.ts'
import type { OnGlass } from './watch-page.ts'

/** One card, or one round of the floor, with when it was under way; `page` where a message came onto the glass. */
export type Sample = {
  from: number
  to: number
  page?: OnGlass
  zero?: number
  bare?: { asked: number; known: number; told: number }
  /** How long the host and the hub had waited for a core before. */
  waited?: { host: number; hub: number }
}
/** `undisturbed`: when the answer would have been with the host, had every process always had a core to run on. */
type Times = Record<Stage | keyof OnGlass | 'undisturbed', number>

const AIM_MS = 5
/** Of so many messages it may be another frame. */
const AIM_SHARE = 0.99

const LINES: [string, keyof Times, keyof Times][] = [
  ['report: decoded and guarded', 'report', 'decoded'],
  ['  to the host', 'decoded', 'read'],
  ['  session asks', 'read', 'asked'],
  ['  to the hub', 'asked', 'heard'],
  ['  hub: who, record, choose', 'heard', 'answered'],
  ['  back to the host', 'answered', 'known'],
  ['host to host', 'report', 'known'],
  ['  less waits for a core', 'report', 'undisturbed'],
  ['  session tells the page', 'known', 'told'],
  ['  to the page', 'told', 'received'],
  ['  page: into the document', 'received', 'committed'],
  ['  until it is painted', 'committed', 'painted'],
  ['report to painted', 'report', 'painted'],
  ['report to presented', 'report', 'presented'],
]
const FLOOR_LINES: typeof LINES = [
  ['floor: bare round trip', 'asked', 'known'],
  ['  to the page', 'told', 'received'],
  ['  until it is painted', 'received', 'painted'],
  ['floor: asked to painted', 'asked', 'painted'],
  ['floor: asked to presented', 'asked', 'presented'],
]

/** All times of each sample on the monotonic clock: what its processes noted meanwhile, and what its page did. */
export function timesOf(samples: readonly Sample[], marks: readonly Mark[]): Partial<Times>[] {
  const stages = marks.flatMap((mark) => (mark.is === 'stage' ? [mark] : [])).toSorted((a, b) => a.at - b.at)
  let next = 0
  return samples.map(({ from, to, page, zero = 0, bare, waited }) => {
    const noted = new Map<Stage, number>()
    const times: Partial<Times> = { ...bare }
    while ((stages[next]?.at ?? Infinity) < from) next += 1
    for (let mark = stages[next]; mark !== undefined && mark.at <= to; mark = stages[++next]) {
      // A report may come in two pieces: it is there when the last one is. Nothing else happens twice.
      times[mark.stage] = mark.at
      noted.set(mark.stage, mark.waited)
    }
    if (waited && times.report !== undefined && times.known !== undefined)
      times.undisturbed = times.known - waitsOn(times, noted, waited)
    for (const [name, at] of Object.entries(page ?? {})) times[name as keyof OnGlass] = zero + at
    return times
  })
}

/** From where to where, in which process that ends, and what that noted before. */
const LEGS: [Stage, Stage, Stage | 'host' | 'hub'][] = [
  ['report', 'decoded', 'report'],
  ['decoded', 'read', 'host'],
  ['read', 'asked', 'read'],
  ['asked', 'heard', 'hub'],
  ['heard', 'answered', 'heard'],
  ['answered', 'known', 'asked'],
]
/** How long a card's way to the hub and back stood still because the process whose turn it was had no core. */
function waitsOn(
  times: Partial<Times>,
  noted: ReadonlyMap<Stage, number>,
  before: { host: number; hub: number },
): number {
  return LEGS.reduce((sum, [from, to, earlier]) => {
    const was = earlier === 'host' || earlier === 'hub' ? before[earlier] : (noted.get(earlier) ?? Infinity)
    const waited = Math.max(0, (noted.get(to) ?? 0) - was)
    // A process may have waited for something else while another had the card.
    return sum + Math.min(waited, (times[to] ?? 0) - (times[from] ?? 0))
  }, 0)
}

const COLUMNS = [0.5, 0.95, 0.99, 1]
/** The 50th, 95th and 99th of a hundred, and the longest. */
function row(name: string, times: readonly Partial<Times>[], from: keyof Times, to: keyof Times): string {
  const took = durations(times, from, to)
  const cells = COLUMNS.map((share) => shareOf(took, share).toFixed(2).padStart(8))
  return `  ${name.padEnd(30)}${cells.join('')}   ${whole(took.length)}`
}

function durations(times: readonly Partial<Times>[], from: keyof Times, to: keyof Times): number[] {
  const took = times.flatMap((one) => {
    const [began, ended] = [one[from], one[to]]
    return began === undefined || ended === undefined ? [] : [ended - began]
  })
  return took.toSorted((a, b) => a - b)
}

/** Whether it was painted in the first frame after the page had it: before the second began. */
function inNextFrame(times: readonly Partial<Times>[]): { share: number; of: number } {
  const known = times.filter(({ painted, second }) => painted !== undefined && second !== undefined)
  const good = known.filter(({ painted = 0, second = 0 }) => painted < second)
  return { share: good.length / known.length, of: known.length }
}

export function tableOf(samples: readonly Sample[], marks: readonly Mark[]): { words: string; isMet: boolean } {
  const all = timesOf(samples, marks)
  const real = all.filter((_, index) => !samples[index]?.bare)
  const bare = all.filter((_, index) => samples[index]?.bare)
  const p99 = shareOf(durations(real, 'report', 'known'), 0.99)
  const floor = shareOf(durations(bare, 'asked', 'known'), 0.99)
  const undisturbed = shareOf(durations(real, 'report', 'undisturbed'), 0.99)
  const next = inNextFrame(real)
  const nextBare = inNextFrame(bare)
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  const isMet = p99 <= AIM_MS && next.share >= AIM_SHARE
  return {
    isMet,
    words: [
      `  ms${' '.repeat(28)}${['p50', 'p95', 'p99', 'longest'].map((word) => word.padStart(8)).join('')}   of`,
      ...LINES.map((line) => row(line[0], real, line[1], line[2])),
      ...FLOOR_LINES.map((line) => row(line[0], bare, line[1], line[2])),
      `  aim                                         measured      floor`,
      `  host to host p99 <= ${AIM_MS} ms                  ${p99.toFixed(2).padStart(6)} ms   ${floor.toFixed(2)} ms   ${verdict(`<= ${AIM_MS} ms`, p99 <= AIM_MS)}`,
      `    less waits for a core                   ${undisturbed.toFixed(2).padStart(6)} ms             what other programs took: the aim is judged without this`,
      `  painted by the frame after (${percent(AIM_SHARE)})      ${percent(next.share).padStart(7)}     ${percent(nextBare.share)}   ${verdict(`>= ${percent(AIM_SHARE)}`, next.share >= AIM_SHARE)} of ${whole(next.of)} messages`,
    ].join('\n'),
  }
}
