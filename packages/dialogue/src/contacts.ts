import type { Run } from '@kairos/shared/customer'
import type { Ms } from '@kairos/shared/time'
import type { Draft } from './draft.ts'
import { waitsOnShelf, type Channel } from './language.ts'
import { MOST_CONTACTS } from './limits.ts'

/** Why a channel must not be used now; absent when it may. */
export function barred(
  draft: Pick<Draft, 'customer' | 'playbooks'>,
  channel: Channel,
  at: Ms,
): 'consent' | 'cap' | undefined {
  const consent = draft.customer.consent['marketing']
  // In the store silence is no objection; what goes out to her needs a yes.
  if (waitsOnShelf(channel) ? consent?.given === false : consent?.given !== true) return 'consent'
  const contacts = draft.customer.contacts[channel] ?? []
  const capped = draft.playbooks.current.caps.get(channel)?.some(({ most, per }) => overfills(contacts, at, most, per))
  return capped === true ? 'cap' : undefined
}

/**
 * Whether one more contact would make some stretch of length `per` hold more than `most`. Contacts that
 * are later than `at` count too: deadlines are folded at their own time, after what arrived since.
 */
function overfills(contacts: readonly Ms[], at: Ms, most: number, per: Ms): boolean {
  const near = contacts.filter((contact) => contact > at - per && contact < at + per).toSorted((a, b) => a - b)
  const times = [...near.filter((contact) => contact <= at), at, ...near.filter((contact) => contact > at)]
  return times.some((first, index) => {
    const last = times[index + most]
    return last !== undefined && last - first < per
  })
}

/** Counts one contact on a channel, for the policy's caps. */
export function countContact(draft: Draft, channel: string, at: Ms): void {
  const { contacts } = draft.customer
  const times = [...(contacts[channel] ?? []), at].toSorted((a, b) => a - b).slice(-MOST_CONTACTS)
  draft.customer = { ...draft.customer, contacts: { ...contacts, [channel]: times } }
}

/** Gives back the caps that a run used which never began (rule E7). */
export function giveCapsBack(draft: Draft, run: Run): void {
  const contacts = { ...draft.customer.contacts }
  for (const { channel, at } of run.sent) {
    const times = [...(contacts[channel] ?? [])]
    const index = times.indexOf(at)
    if (index !== -1) times.splice(index, 1)
    contacts[channel] = times
  }
  draft.customer = { ...draft.customer, contacts }
}
