import type { Customer } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import type { MessageRef } from '@kairos/shared/ids'
import { HOUR, type Ms } from '@kairos/shared/time'
import { onTime, whenOf, type Draft, type When } from './draft.ts'
import { isKnown } from './known.ts'
import type { Measure } from './language.ts'
import { zoneRulesOf } from './local-time.ts'
import { firstOf, halves, lastOf, measured } from './measures.ts'
import type { Dialogue } from './playbook.ts'
import { begin, occasionName } from './runs.ts'
import { scopeOf } from './scope.ts'
import { stretchOf } from './stretches.ts'
import { fromLocal, toLocal } from './time-zones.ts'

/** A date's moment is in the morning of its day, local time. */
const MORNING: Ms = 9 * HOUR

/** What an event begins: by its kind, and by the numbers of memory that it moved. */
export function beginOn(draft: Draft, event: Event, before: Customer['memory']): void {
  const { beginsOn, beginsOnMeasure } = draft.playbooks.current
  const { profile } = draft.customer
  for (const dialogue of beginsOn.get(event.type)?.for(profile) ?? []) {
    if (!concerns(draft, dialogue, event)) continue
    const occasion = occasionName(event.type === 'visit' ? `visit:${event.visit}` : event.id)
    begin(draft, dialogue, { occasion, when: whenOf(event), event })
  }
  for (const dialogue of beginsOnMeasure.get(event.type)?.for(profile) ?? [])
    beginOnMeasure(draft, dialogue, event, before)
}

/**
 * Rule E11: a number that is not known yet begins nothing. A window ends with the latest event of its kind, so that
 * one that arrives late crosses a threshold if and only if it is the one that was missing, and once.
 */
function beginOnMeasure(draft: Draft, dialogue: Dialogue, event: Event, before: Customer['memory']): void {
  const { begins } = dialogue
  if (begins.when !== 'reaches' && begins.when !== 'nears' && begins.when !== 'drops') return
  if (!isKnown(draft, begins.memory)) return
  const { memory } = draft.customer
  const window = draft.playbooks.current.memory.get(begins.memory)?.window
  for (const key of begins.key === 'any' ? movedKeys(before, memory, begins.memory) : [begins.key]) {
    const measure: Measure = { memory: begins.memory, key, of: begins.of }
    const now = Math.max(event.at, lastOf(memory, measure))
    const value = (of: Customer['memory']) => measured(of, measure, window, now)
    if (begins.when === 'drops') {
      if (window === undefined || !hasDropped(memory, measure, window, begins.to, now)) continue
    } else {
      const from = begins.when === 'reaches' ? begins.at : begins.at - begins.within
      const [was, is] = [value(before), value(memory)]
      if (was >= from || is < from || (begins.when === 'nears' && is >= begins.at)) continue
    }
    const period = window === undefined ? '' : `@${stretchOf(event.at, window)}`
    const threshold = begins.when === 'drops' ? begins.to : begins.at
    const occasion = occasionName(`${begins.when}:${begins.memory}/${key ?? ''}:${threshold}${period}`)
    begin(draft, dialogue, { occasion, when: whenOf(event), event, ...(begins.key === 'any' ? { about: key } : {}) })
  }
}

function movedKeys(before: Customer['memory'], after: Customer['memory'], name: string): string[] {
  const [was, is] = [before[name], after[name]]
  if (is === undefined || !('by' in is)) return []
  const old = was !== undefined && 'by' in was ? was.by : {}
  return Object.keys(is.by).filter((key) => is.by[key] !== old[key])
}

/** A window that has not been filled once says nothing about a fall. */
function hasDropped(memory: Customer['memory'], measure: Measure, window: Ms, to: number, now: Ms): boolean {
  const { earlier, later } = halves(memory, measure, window, now)
  return earlier > 0 && later * 100 <= earlier * to && firstOf(memory, measure) <= now - window
}

/** An answer may itself be what begins another dialogue. */
export function beginOnAnswer(
  draft: Draft,
  message: MessageRef,
  response: string,
  about: string | undefined,
  when: When,
): void {
  const { dialogue, run, step } = message
  for (const begun of draft.playbooks.current.beginsOnAnswer.get(`${dialogue}/${step}/${response}`) ?? []) {
    begin(draft, begun, { occasion: occasionName(`answer:${dialogue}:${run}:${step}:${response}`), when, about })
  }
}

/**
 * A deadline for each absence that this event puts off. One that would have passed before the event
 * was known is no moment any more: nothing is due for it. Named by the moment since which nothing came.
 */
export function putOffAbsences(draft: Draft, event: Event, known: Ms): void {
  let waits: Customer['waits'] | undefined
  for (const dialogue of draft.playbooks.current.absences.get(event.type) ?? []) {
    const { name, begins } = dialogue
    if (begins.when !== 'absence' || !concerns(draft, dialogue, event)) continue
    const due = event.at + begins.after
    if (due <= known || due <= (draft.customer.waits[name]?.due ?? 0)) continue
    waits ??= { ...draft.customer.waits }
    waits[name] = { due, occasion: `absent:${event.at}` }
  }
  if (waits) draft.customer = { ...draft.customer, waits }
}

/** Whether an event is of the kind that a transition waits for or misses. */
export const concerns = (draft: Draft, { beginsWhere }: Dialogue, event: Event): boolean =>
  beginsWhere === undefined || beginsWhere(scopeOf(draft, event.at, event, undefined))

/** The next of each yearly date that lies ahead. */
export function scheduleDates(draft: Draft, now: Ms): void {
  const { birthday } = draft.customer.profile
  for (const dialogue of draft.playbooks.current.dates) {
    // One that has come and is not folded yet still begins at its own time; the next is waited for then.
    const due = draft.customer.waits[dialogue.name]?.due
    if (birthday === undefined || (due !== undefined && due <= now)) continue
    const next = nextDate(draft, dialogue, birthday, now)
    if (next) waitFor(draft, dialogue.name, next.due, next.name)
  }
}

function nextDate(
  draft: Draft,
  { begins }: Dialogue,
  monthAndDay: string,
  now: Ms,
): { due: Ms; name: string } | undefined {
  if (begins.when !== 'date') return undefined
  const rules = zoneRulesOf(draft.playbooks.current, draft.customer)
  const [month, day] = [Number(monthAndDay.slice(0, 2)), Number(monthAndDay.slice(3))]
  const thisYear = new Date(toLocal(rules, now)).getUTCFullYear()
  for (const year of [thisYear, thisYear + 1, thisYear + 2]) {
    // The 29th of February is the 1st of March in other years.
    const due = fromLocal(rules, Date.UTC(year, month - 1, day) + MORNING) - (begins.ahead ?? 0)
    if (due > now) return { due, name: `${begins.of}:${year}` }
  }
  return undefined
}

function waitFor(draft: Draft, dialogue: string, due: Ms, occasion: string): void {
  draft.customer = { ...draft.customer, waits: { ...draft.customer.waits, [dialogue]: { due, occasion } } }
}

/** Whether what was waited for still begins the dialogue: another version may have given it another beginning. */
export function beginsByWait(dialogue: Dialogue | undefined, occasion: string): boolean {
  const when = dialogue?.begins.when
  return occasion.startsWith('absent:') ? when === 'absence' : when === 'date'
}

/** What was waited for has come, or has not: the run begins, and a yearly date is waited for again. */
export function foldWait(draft: Draft, name: string, at: Ms): void {
  const { [name]: wait, ...waits } = draft.customer.waits
  draft.customer = { ...draft.customer, waits }
  const dialogue = draft.playbooks.current.dialogues.get(name)
  if (!wait || !dialogue) return
  if (beginsByWait(dialogue, wait.occasion))
    begin(draft, dialogue, { occasion: occasionName(wait.occasion), when: onTime(at) })
  if (dialogue.begins.when === 'date') scheduleDates(draft, at)
}
