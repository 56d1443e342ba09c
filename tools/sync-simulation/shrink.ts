import type { Form } from './script.ts'
import { simulate, type Outcome } from './simulate.ts'

/** What a setting names that can be made never to happen. */
const KINDS = [
  'lost',
  'twice',
  'late',
  'cut',
  'killHub',
  'killHq',
  'breakHub',
  'breakHq',
  'rollBack',
  'restoreHub',
  'restoreHq',
  'publish',
  'strangers',
  'merge',
  'erase',
  'damage',
  'reread',
  'compare',
  'skew',
]

/** Who can be asked whether it still fails, and how often more. */
type Trial = { form: Form; outcome: Outcome }

/**
 * The shortest form of a failure that some hundred replays find: fewer turns, fewer stores, calmer faults, and then
 * whatever happened left out piece by piece, in halves, quarters and so on (Zeller's ddmin). Any failure counts:
 * what a shorter play trips over is as wrong as the first.
 */
export async function shrink(first: Form, most: number): Promise<Trial> {
  let left = most
  const isOver = () => left <= 0
  let best: Trial = { form: first, outcome: await simulate(first) }

  async function keepIf(form: Form): Promise<boolean> {
    if (isOver()) return false
    left--
    const outcome = await simulate(form)
    if (outcome.problems.length === 0) return false
    best = { form, outcome }
    return true
  }

  /** The fewest that still fail, as if fewer never failed where more did not. */
  async function fewest(name: 'turns' | 'stores', least: number): Promise<void> {
    let low = least
    for (let high = best.outcome.setting[name]; low < high;) {
      const middle = Math.floor((low + high) / 2)
      if (await keepIf({ ...best.form, [name]: middle })) high = middle
      else low = middle + 1
    }
  }

  await fewest('turns', 0)
  await fewest('stores', 1)
  for (const kind of KINDS) await keepIf({ ...best.form, calm: [...(best.form.calm ?? []), kind] })
  /** One of so many pieces of what happened is left out, if it still fails without. */
  async function leaveOutOne(size: number): Promise<boolean> {
    const { happened } = best.outcome
    for (const [n] of happened.entries()) {
      const piece = happened.slice(n * size, (n + 1) * size)
      if (piece.length === 0) return false
      if (await keepIf({ ...best.form, without: [...(best.form.without ?? []), ...piece] })) return true
    }
    return false
  }

  for (let pieces = 2; !isOver();) {
    const size = Math.ceil(best.outcome.happened.length / pieces)
    if (await leaveOutOne(size)) pieces = Math.max(2, pieces - 1)
    else if (size <= 1) break
    else pieces = Math.min(best.outcome.happened.length, pieces * 2)
  }
  await fewest('turns', 0)
  return { ...best, form: onlyWhatMatters(best) }
}

/** A form without what its shorter play never comes to. */
function onlyWhatMatters({ form, outcome }: Trial): Form {
  const { turns } = outcome.setting
  const without = form.without?.filter((name) => Number(name.split(' ', 1)[0]) < turns)
  return without ? { ...form, without } : form
}
