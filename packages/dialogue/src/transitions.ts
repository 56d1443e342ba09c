import type { Customer, Run } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import type { MessageRef } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import { whenOf, type Draft, type When } from './draft.ts'
import { isKnown } from './known.ts'
import type { Measure } from './language.ts'
import { firstOf, halves, lastOf, measured } from './measures.ts'
import type { Dialogue } from './playbook.ts'
import { occasionName } from './names.ts'
import { begin, mayBegin } from './runs.ts'
import { scopeOf } from './scope.ts'
import { stretchOf } from './stretches.ts'

/** What an event begins: by its kind, and by the numbers of memory that it moved. */
export function beginOn(draft: Draft, event: Event, before: Customer['memory']): void {
  const { beginsOn, beginsOnMeasure } = draft.playbooks.current
  const { profile } = draft.customer
  for (const dialogue of beginsOn.get(event.type)?.for(profile) ?? []) {
    const occasion = occasionName(event.type === 'visit' ? `visit:${event.visit}` : event.id)
    // Asked first, though `begin` asks it too: it costs less than a condition, and most of the time says no.
    if (!mayBegin(draft, dialogue, occasion, event.at) || !concerns(draft, dialogue, event)) continue
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
  { about, on }: Run,
  when: When,
): void {
  const { dialogue, run, step } = message
  for (const begun of draft.playbooks.current.beginsOnAnswer.get(`${dialogue}/${step}/${response}`) ?? []) {
    begin(draft, begun, { occasion: occasionName(`answer:${dialogue}:${run}:${step}:${response}`), when, about, on })
  }
}

/** Whether an event is of the kind that a transition waits for or misses. */
export const concerns = (draft: Draft, { beginsWhere }: Dialogue, event: Event): boolean =>
  beginsWhere === undefined || beginsWhere(scopeOf(draft, event.at, { event }))
