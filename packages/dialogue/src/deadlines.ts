import type { Run } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import type { Ms } from '@kairos/shared/time'
import { giveCapsBack } from './contacts.ts'
import { earliestDeadline, forgottenAt, onTime, replaceRun, whenOf, type Draft, type When } from './draft.ts'
import { expireIncentive } from './incentives.ts'
import { MOST_DEADLINES } from './limits.ts'
import { currentMessage, end, follow, isActive, messageKey, speak, stepOf, withdraw } from './runs.ts'
import { concerns } from './transitions.ts'
import { foldWait } from './waits.ts'

/** The moment since which nothing came, of a run that an absence began. */
export const absentSince = (run: Run): Ms | undefined =>
  run.occasion.startsWith('absent:') ? Number(run.occasion.slice('absent:'.length)) : undefined

/**
 * Folds every deadline up to `at`, in due order, each at its own time (rule E1), but so many at most.
 * Returns how far that came: `at`, or the time of the last that was folded.
 */
export function foldDeadlines(draft: Draft, at: Ms): Ms {
  let reached = 0
  for (let folded = 0; ; folded++) {
    const due = earliestDeadline(draft)
    if (due === undefined || due > at) return at
    if (folded === MOST_DEADLINES) return reached
    foldOne(draft, due)
    reached = due
  }
}

/** What falls due together is folded in this order, so that it is the same everywhere. */
function foldOne(draft: Draft, due: Ms): void {
  const { customer } = draft
  const forgotten = customer.runs.find((run) => run.ended && forgottenAt(run.ended) === due)
  if (forgotten) {
    customer.runs = customer.runs.filter((run) => run !== forgotten)
    return
  }
  const [incentive] = Object.entries(customer.incentives ?? {}).find(([, { expires }]) => expires === due) ?? []
  if (incentive !== undefined) return expireIncentive(draft, incentive, due)
  const expired = customer.runs.find((run) => isActive(run) && run.expires === due)
  if (expired) return end(draft, withdraw(draft, expired, 0), { how: 'over' }, onTime(due))
  const run = customer.runs.find((each) => isActive(each) && each.due === due)
  if (run) return run.pending ? foldDelay(draft, run, due) : foldSilence(draft, run, due)
  const [wait] = Object.entries(customer.waits).find(([, each]) => each === due) ?? []
  if (wait !== undefined) foldWait(draft, wait, due)
}

/** What a message waited for is over: it goes out now. */
function foldDelay(draft: Draft, run: Run, at: Ms): void {
  const step = stepOf(draft.playbooks.version(run.version), run)
  if (!step) return end(draft, run, { how: 'over' }, onTime(at))
  speak(draft, run, step, onTime(at))
}

/** Silence is an answer: it has a next step like any other (rule E4). */
function foldSilence(draft: Draft, run: Run, at: Ms): void {
  const step = stepOf(draft.playbooks.version(run.version), run)
  if (!step) return end(draft, run, { how: 'over' }, onTime(at))
  const key = messageKey(run.step, currentMessage(run).time)
  const silent = replaceRun(draft, run, { ...run, answered: { ...run.answered, [key]: { by: 'silence', at } } })
  follow(draft, silent, step.silence.next, onTime(at))
}

/**
 * Rule E7: an event from before a run began that would have prevented it (the purchase of day 179
 * that arrives after the win-back of day 180) ends the run as never begun.
 */
export function undoPrevented(draft: Draft, event: Event): void {
  for (const run of draft.customer.runs) {
    const since = absentSince(run)
    if (since === undefined || run.ended?.how === 'never') continue
    const dialogue = draft.playbooks.version(run.version)?.dialogues.get(run.dialogue)
    if (dialogue?.begins.when !== 'absence' || dialogue.begins.of !== event.type) continue
    if (!concerns(draft, dialogue, event)) continue
    if (event.at <= since || event.at > run.begun) continue
    endAsNeverBegun(draft, run, whenOf(event))
  }
}

/** Takes a run back: withdrawn, its caps and its rest given back. */
export function endAsNeverBegun(draft: Draft, run: Run, when: When): void {
  forgetBeginning(draft, run)
  giveCapsBack(draft, run)
  end(draft, withdraw(draft, run, 0), { how: 'never' }, when)
}

/** What never began counts for no rest: the dialogue last began with the run before it, if any is remembered. */
function forgetBeginning(draft: Draft, run: Run): void {
  const { [run.dialogue]: _, ...begun } = draft.customer.begun
  const others = draft.customer.runs.filter(
    (each) => each !== run && each.dialogue === run.dialogue && each.ended?.how !== 'never',
  )
  const last = others.length === 0 ? {} : { [run.dialogue]: Math.max(...others.map((each) => each.begun)) }
  draft.customer.begun = { ...begun, ...last }
}
