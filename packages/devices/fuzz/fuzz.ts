import { bent } from './bend.ts'
import type { Case } from './case.ts'
import { Random } from './random.ts'
import { HANG, runCase } from './run-case.ts'

export type Found = { problem: string; found: Case }
export type Fuzzed = {
  runs: number
  reports: number
  /** Cases unlike every one before them: what came out was of another kind. */
  fresh: Case[]
  found?: Found
}

const MOST_BENDS = 6
/** A bent case that is unlike every other joins those that are bent further. */
const MOST_KEPT = 400

/**
 * Bends cases field by field until `isOver`, or until something happens that never may. The same seed and cases give
 * the same run.
 */
export function fuzz(
  from: readonly Case[],
  seed: number,
  isOver: (runs: number) => boolean,
  now: () => number,
): Fuzzed {
  const random = new Random(seed)
  const pool = [...from]
  const shapes = new Set<string>()
  const fresh: Case[] = []
  let reports = 0
  const tried = (one: Case): Found | undefined => {
    const first = runCase(one, now)
    // A machine that is busy with something else is slow once; a decoder that hangs is slow again.
    const { problem, shape } = first.shape === HANG ? runCase(one, now) : first
    reports += one.reports.length
    if (problem !== undefined) return { problem, found: one }
    if (shapes.has(shape)) return undefined
    shapes.add(shape)
    fresh.push({ ...one, why: shape })
    if (pool.length < MOST_KEPT) pool.push(one)
    return undefined
  }
  for (const [index, one] of from.entries()) {
    const found = tried(one)
    if (found) return { runs: index + 1, reports, fresh, found }
  }
  const known = fresh.length
  let runs = from.length
  for (; !isOver(runs); runs++) {
    let one = random.one(pool)
    for (let bends = 1 + random.below(MOST_BENDS); bends > 0; bends--) one = bent(one, random)
    // A number that was bent is no payment card's any more, and may come out.
    const { secret: _, ...open } = one
    const found = tried(isIntact(one) ? one : open)
    if (found) return { runs: runs + 1, reports, fresh: fresh.slice(known), found }
  }
  return { runs, reports, fresh: fresh.slice(known) }
}

const WINDOW = 8

/**
 * Whether a case's card is still the one that was on it: wherever eight digits of it stand in a report the whole number
 * does, with no other digit beside it. Keys come one by one, and whatever was bent in them is another number.
 */
function isIntact({ secret, reports }: Case): boolean {
  if (secret === undefined) return false
  const whole = new RegExp(`(?<!\\d)${secret}(?!\\d)`, 'g')
  const windows = Array.from({ length: secret.length - WINDOW + 1 }, (_, at) => secret.slice(at, at + WINDOW))
  const texts = reports.map(({ hex }) => Buffer.from(hex).toString('latin1'))
  return (
    texts.some((text) => whole.test(text)) &&
    texts.every((text) => {
      const rest = text.replaceAll(whole, '').replaceAll(/(?<=\d)\D(?=\d)/g, '')
      return windows.every((window) => !rest.includes(window))
    })
  )
}
