import { spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, closeSync, ftruncateSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Random } from '../chain/random.ts'
import { POWER_CUT } from '../hid-vm/machine.ts'
import type { Vm } from '../hid-vm/run-in-vm.ts'
import { Confirmed } from './confirmed.ts'
import { serveDisk } from './nbd-server.ts'
import { toldSchema, type Told } from './told.ts'
import { LOSSES, VolatileDisk, type Loss } from './volatile-disk.ts'

const DISK_BYTES = 96 * 1024 * 1024
/**
 * A cut comes in the midst of the disk's work, so that something waits in its cache: at some request, from the boot or
 * from the first confirmation on; or right after something was confirmed; or so long after the guest has its disk,
 * whatever it does then.
 */
const MOST = { request: 1200, writing: 300, confirmation: 200, millisecond: 3000 }
const FEW_CONFIRMATIONS = 20

type Moment = { is: keyof typeof MOST; n: number }
/** When the power is to go, and what of the disk's cache goes with it. */
type Plan = { when: Moment; loss: Loss }
export type Cut = { loss: Loss; waiting: number; lost: number }
/** What became of a disk: its cuts, and what was found on it after each. */
export type Outcome = { cuts: Cut[]; confirmed: Confirmed; broken: string[] }

export type Course = {
  name: string
  seed: number
  cuts: number
  mke2fs: string
  plan: (random: Random, n: number) => Plan
  /** Whether to go on after what was found so far. */
  goOn?: (confirmed: Confirmed) => boolean
  onCut?: (cut: Cut, confirmed: Confirmed) => void
}

/** Cuts the power of a machine again and again, and boots it once more at the end, to see what is there. */
export async function cutAgainAndAgain(vm: Vm, course: Course): Promise<Outcome> {
  const { name, seed, cuts, plan, goOn = () => true, onCut } = course
  const folder = mkdtempSync(join(tmpdir(), 'kairos-power-'))
  const random = new Random(seed, name)
  const disk = new VolatileDisk(emptyDisk(join(folder, 'image'), course.mke2fs))
  const socket = join(folder, 'disk')
  const power: Power = { asked: () => true }
  const server = await serveDisk(disk, socket, () => power.asked())
  const outcome: Outcome = { cuts: [], confirmed: new Confirmed(), broken: [] }
  const { confirmed } = outcome
  try {
    for (let n = 0; n <= cuts && goOn(confirmed); n++) {
      const planned = plan(random, n)
      // The last time only to look, as long as that takes.
      const when: Moment = n === cuts ? { is: 'confirmation', n: 1 } : planned.when
      const console = join(folder, `console-${n}`)
      const broken = await bootUntil(vm, { socket, console, disk, power, confirmed, when })
      if (broken !== undefined) {
        outcome.broken.push(broken)
        break
      }
      const { loss } = planned
      const cut = { loss, ...disk.cut(random, loss) }
      if (n === cuts) break
      outcome.cuts.push(cut)
      onCut?.(cut, outcome.confirmed)
    }
  } finally {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return outcome
}

/**
 * Any moment, and any loss. But the first cut of a disk comes after something was confirmed, and takes all that waits:
 * so there is something to lose and something to keep, however few cuts follow.
 */
export function anyCut(random: Random, n: number): Plan {
  const is =
    n === 0 ? 'writing' : random.pick(['request', 'request', 'writing', 'confirmation', 'millisecond'] as const)
  return { when: { is, n: random.whole(1, MOST[is]) }, loss: n === 0 ? 'all' : random.pick(LOSSES) }
}

/** All is lost of what was confirmed, but for what was flushed. */
export const afterConfirmations = (random: Random): Plan => ({
  when: { is: 'confirmation', n: random.whole(FEW_CONFIRMATIONS, MOST.confirmation) },
  loss: 'all',
})

/** Whether the disk still has power, asked at each of its requests. */
type Power = { asked: () => boolean }
type Start = { socket: string; console: string; disk: VolatileDisk; power: Power; confirmed: Confirmed; when: Moment }

/** One start of the machine, until its power is cut. Gives what went wrong with the machine itself. */
async function bootUntil(
  vm: Vm,
  { socket, console, disk, power, confirmed, when }: Start,
): Promise<string | undefined> {
  const cut = new AbortController()
  let left = when.n
  let isWriting = false
  const one = (is: Moment['is']) => {
    if (is === when.is && --left <= 0 && (is === 'confirmation' || disk.isWaiting)) cut.abort()
  }
  power.asked = () => {
    one('request')
    if (isWriting) one('writing')
    return !cut.signal.aborted
  }
  let timer: NodeJS.Timeout | undefined
  const take = (told: Told) => {
    // What had left the machine before holds, and nothing else that it says as it goes down.
    if (cut.signal.aborted && !('did' in told)) return
    confirmed.take(told)
    if ('begins' in told && when.is === 'millisecond') timer = setTimeout(() => cut.abort(), when.n)
    isWriting ||= 'did' in told
    if ('did' in told) one('confirmation')
    if ('failed' in told) cut.abort()
  }
  const ended = await vm.boot({
    disk: socket,
    console,
    cut: cut.signal,
    onLine: (line) => {
      if (line.is === 'said') take(toldSchema.parse(line.what))
    },
  })
  clearTimeout(timer)
  if (!ended.ok && ended.error.code === POWER_CUT) return undefined
  const why = ended.ok ? `the program ended with ${ended.value.exitCode}` : ended.error.what
  return `${why}\n${readFileSync(console, 'utf8').slice(-3000)}`
}

/** A disk with an empty file system on it, as an installer leaves it. */
function emptyDisk(file: string, mke2fs: string): Buffer {
  const descriptor = openSync(file, 'w')
  ftruncateSync(descriptor, DISK_BYTES)
  closeSync(descriptor)
  const { status, stderr } = spawnSync(mke2fs, ['-q', '-F', '-t', 'ext4', '-b', '4096', file], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`mke2fs cannot make a file system: ${stderr}`)
  const image = readFileSync(file)
  rmSync(file)
  return image
}
