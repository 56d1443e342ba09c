import type { Event } from '@kairos/shared/event'
import type { Ms } from '@kairos/shared/time'
import { onTime, type Draft } from './draft.ts'
import { knownProfile } from './known.ts'
import { morningOf, zoneRulesOf } from './local-time.ts'
import type { Wait } from './playbook.ts'
import { begin } from './runs.ts'
import { scopeOf } from './scope.ts'
import { toLocal, type ZoneRules } from './time-zones.ts'

function waitUntil(draft: Draft, key: string, due: Ms): void {
  draft.customer.waits = { ...draft.customer.waits, [key]: due }
}

/**
 * A deadline for each absence that this event puts off. One that would have passed before the event
 * was known is no moment any more: nothing is due for it.
 */
export function putOffAbsences(draft: Draft, event: Event, known: Ms): void {
  for (const { key, begins, where } of draft.playbooks.current.absences.get(event.type) ?? []) {
    if (begins.when !== 'absence') continue
    const due = event.at + begins.after
    if (due <= known || due <= (draft.customer.waits[key] ?? 0)) continue
    if (where && !where(scopeOf(draft, event.at, { event }))) continue
    waitUntil(draft, key, due)
  }
}

/** The next of each yearly date that lies ahead. */
export function scheduleDates(draft: Draft, now: Ms): void {
  const { birthday } = knownProfile(draft.customer)
  if (birthday === undefined) return
  for (const wait of draft.playbooks.current.dates) {
    // One that has come and is not folded yet still begins at its own time; the next is waited for then.
    const due = draft.customer.waits[wait.key]
    if (due !== undefined && due <= now) continue
    const next = nextDate(zoneRulesOf(draft.playbooks.current, draft.customer), wait, birthday, now)
    if (next !== undefined) waitUntil(draft, wait.key, next)
  }
}

function nextDate(rules: ZoneRules, { begins }: Wait, monthAndDay: string, now: Ms): Ms | undefined {
  if (begins.when !== 'date') return undefined
  const [month, day] = [Number(monthAndDay.slice(0, 2)), Number(monthAndDay.slice(3))]
  const thisYear = new Date(toLocal(rules, now)).getUTCFullYear()
  for (const year of [thisYear, thisYear + 1, thisYear + 2]) {
    // The 29th of February is the 1st of March in other years.
    const due = morningOf(rules, Date.UTC(year, month - 1, day), begins.ahead ?? 0)
    if (due > now) return due
  }
  return undefined
}

/** What names the run: the moment since which nothing came, or the year of the date (rule E8). */
function occasionOf(draft: Draft, { begins }: Wait, due: Ms): string {
  if (begins.when === 'absence') return `absent:${due - begins.after}`
  const rules = zoneRulesOf(draft.playbooks.current, draft.customer)
  return `${begins.of}:${new Date(toLocal(rules, due + (begins.ahead ?? 0))).getUTCFullYear()}`
}

/** What was waited for has come, or has not: runs begin, and a yearly date is waited for again. */
export function foldWait(draft: Draft, key: string, at: Ms): void {
  const { [key]: _, ...waits } = draft.customer.waits
  draft.customer.waits = waits
  // One that the current playbook does not declare begins nothing any more.
  const wait = draft.playbooks.current.waits.get(key)
  if (!wait || (wait.begins.when === 'date' && knownProfile(draft.customer)[wait.begins.of] === undefined)) return
  const occasion = occasionOf(draft, wait, at)
  for (const dialogue of wait.dialogues.for(draft.customer.profile))
    begin(draft, dialogue, { occasion, when: onTime(at) })
  if (wait.begins.when === 'date') scheduleDates(draft, at)
}
