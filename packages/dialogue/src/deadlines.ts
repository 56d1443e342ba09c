import type { Run } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import type { Ms } from '@kairos/shared/time'
import { giveCapsBack } from './contacts.ts'
import { earliestDeadline, onTime, replaceRun, whenOf, type Draft } from './draft.ts'
import { MOST_DEADLINES, REMEMBER_ENDED } from './limits.ts'
import type { Dialogue } from './playbook.ts'
import { begin, currentMessage, end, follow, isActive, messageKey, stepOf, withdraw } from './runs.ts'

/** An absence is named by the moment since which nothing came (rule E8). */
const absenceOccasion = (since: Ms) => `absent:${since}`
const absentSince = (run: Run): Ms | undefined =>
  run.occasion.startsWith('absent:') ? Number(run.occasion.slice('absent:'.length)) : undefined

/**
 * Folds every deadline up to `at`, in due order, each at its own time (rule E1), but so many at most.
 * Returns how far that came: `at`, or the time of the last that was folded.
 */
export function foldDeadlines(draft: Draft, at: Ms): Ms {
  let reached = 0
  for (let folded = 0; folded < MOST_DEADLINES; folded++) {
    const due = earliestDeadline(draft.customer)
    if (due === undefined || due > at) return at
    foldOne(draft, due)
    reached = due
  }
  return reached
}

function foldOne(draft: Draft, due: Ms): void {
  const { customer } = draft
  const forgotten = customer.runs.find((run) => run.ended && run.ended.at + REMEMBER_ENDED === due)
  if (forgotten) {
    draft.customer = { ...customer, runs: customer.runs.filter((run) => run !== forgotten) }
    return
  }
  const silent = customer.runs.find((run) => isActive(run) && run.due === due)
  if (silent) return foldSilence(draft, silent, due)
  const [absence] = Object.entries(customer.absences).find(([, at]) => at === due) ?? []
  if (absence !== undefined) foldAbsence(draft, absence, due)
}

/** Silence is an answer: it has a next step like any other (rule E4). */
function foldSilence(draft: Draft, run: Run, at: Ms): void {
  const step = stepOf(draft.playbooks.version(run.version), run)
  if (!step) return end(draft, run, { how: 'over' }, onTime(at))
  const key = messageKey(run.step, currentMessage(run).time)
  const silent = replaceRun(draft, run, { ...run, answered: { ...run.answered, [key]: { by: 'silence', at } } })
  follow(draft, silent, step.silence.next, onTime(at))
}

function foldAbsence(draft: Draft, name: string, at: Ms): void {
  const { [name]: _, ...absences } = draft.customer.absences
  draft.customer = { ...draft.customer, absences }
  const dialogue = draft.playbooks.current.dialogues.get(name)
  if (dialogue?.begins.when !== 'absence') return
  begin(draft, dialogue, occasionName(dialogue, at), onTime(at), undefined)
}

const occasionName = ({ begins }: Dialogue, due: Ms) =>
  absenceOccasion(begins.when === 'absence' ? due - begins.after : due)

/**
 * A deadline for each absence that this event puts off. One that would have passed before the event
 * was known is no moment any more: nothing is due for it.
 */
export function putOffAbsences(draft: Draft, event: Event): void {
  for (const { name, begins } of draft.playbooks.current.absences) {
    if (begins.when !== 'absence' || begins.of !== event.type) continue
    const due = event.at + begins.after
    const { absences } = draft.customer
    if (due <= event.received || due <= (absences[name] ?? 0)) continue
    draft.customer = { ...draft.customer, absences: { ...absences, [name]: due } }
  }
}

/**
 * Rule E7: an event from before a run began that would have prevented it (the purchase of day 179
 * that arrives after the win-back of day 180) ends the run as never begun.
 */
export function undoPrevented(draft: Draft, event: Event): void {
  for (const run of draft.customer.runs) {
    const since = absentSince(run)
    if (since === undefined || run.ended?.how === 'never') continue
    const begins = draft.playbooks.version(run.version)?.dialogues.get(run.dialogue)?.begins
    if (begins?.when !== 'absence' || begins.of !== event.type) continue
    if (event.at <= since || event.at > run.begun) continue
    forgetBeginning(draft, run)
    giveCapsBack(draft, run)
    end(draft, withdraw(draft, run, 0), { how: 'never' }, whenOf(event))
  }
}

/** What never began counts for no rest: the dialogue last began with the run before it, if any is remembered. */
function forgetBeginning(draft: Draft, run: Run): void {
  const { [run.dialogue]: _, ...begun } = draft.customer.begun
  const others = draft.customer.runs.filter(
    (each) => each !== run && each.dialogue === run.dialogue && each.ended?.how !== 'never',
  )
  const last = others.length === 0 ? {} : { [run.dialogue]: Math.max(...others.map((each) => each.begun)) }
  draft.customer = { ...draft.customer, begun: { ...begun, ...last } }
}
