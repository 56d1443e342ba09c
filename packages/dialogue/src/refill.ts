import type { Customer } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import type { Ms } from '@kairos/shared/time'
import { draftOf, finished } from './draft.ts'
import { remember } from './memory.ts'
import type { Playbooks } from './playbook.ts'
import { putOffAbsences, scheduleDates } from './waits.ts'

/** Whether a newer playbook may ask for what this document does not hold yet (rule E11). */
export const needsRefill = (playbooks: Playbooks, customer: Customer): boolean =>
  customer.filled < playbooks.current.version

/**
 * Fills the memory that the current playbook asks for, from all of a customer's events in the order of their
 * arrival, and recomputes what she waits for. Begins nothing, sends nothing, and leaves her runs as they are.
 */
export function refill(playbooks: Playbooks, customer: Customer, events: Iterable<Event>, now: Ms): Customer {
  const { current } = playbooks
  // What has come and is not folded yet still begins, as it does when nothing is filled.
  const overdue = Object.entries(customer.waits).filter(([key, due]) => due <= now && current.waits.has(key))
  const draft = draftOf(playbooks, customer, { fresh: false, chain: 0 })
  draft.customer.memory = {}
  draft.customer.waits = Object.fromEntries(overdue)
  draft.customer.filled = current.version
  // Each event is remembered of the customer as she was then, like when it was folded.
  let profile: Customer['profile'] = {}
  for (const event of events) {
    // A claimed identity never grants (rule E14): such an event was none.
    if (event.type === 'consent' && event.given && event.strength === 'claimed') continue
    draft.customer.memory = remember(current, draft.customer.memory, event, profile)
    if (event.type === 'profile') profile = { ...profile, ...event.profile }
    putOffAbsences(draft, event, now)
  }
  scheduleDates(draft, now)
  return finished(draft)
}
