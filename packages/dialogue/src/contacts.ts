import type { Customer, Run } from '@kairos/shared/customer'
import type { Ms } from '@kairos/shared/time'
import type { Draft } from './draft.ts'
import { waitsOnShelf, type Channel } from './language.ts'
import { MOST_CONTACTS, REMEMBER_CLOSED } from './limits.ts'
import { NORMAL_MODE, type Playbooks, type Restraint } from './playbook.ts'

export type Bar = 'consent' | 'cap' | 'rest' | 'mode'

const NO_RESTRAINT: Restraint = { caps: [], rest: undefined, silent: new Set(), noIncentives: false }

/** The restraint that holds for a customer: the policy's own, or that of the mode she was switched to. */
export const restraintFor = (playbooks: Playbooks, customer: Customer): Restraint =>
  playbooks.current.modes.get(customer.mode ?? NORMAL_MODE) ?? playbooks.current.modes.get(NORMAL_MODE) ?? NO_RESTRAINT

/** Why a channel must not be used now; absent when it may. */
export function barred(
  { customer, playbooks }: Pick<Draft, 'customer' | 'playbooks'>,
  channel: Channel,
  at: Ms,
): Bar | undefined {
  const consent = customer.consent['marketing']
  const shelf = waitsOnShelf(channel)
  // In the store silence is no objection; what goes out to her needs a yes.
  if (shelf ? consent?.given === false : consent?.given !== true) return 'consent'
  const { caps, rest, silent } = restraintFor(playbooks, customer)
  if (silent.has(channel)) return 'mode'
  const sent = () => sentContacts(customer)
  if (rest !== undefined && !shelf && sent().some((contact) => Math.abs(contact - at) < rest)) return 'rest'
  const capped = caps.some(({ channel: capped, most, per }) => {
    if (capped === undefined) return !shelf && overfills(sent(), at, most, per)
    return capped === channel && overfills(customer.contacts[channel] ?? [], at, most, per)
  })
  return capped ? 'cap' : undefined
}

/** All that was sent to her, on whichever channel. */
const sentContacts = ({ contacts }: Customer): Ms[] =>
  Object.entries(contacts).flatMap(([channel, times]) => (channel === 'screen' ? [] : times))

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

/**
 * Counts one contact on a channel, for the policy's caps. What no cap will look back on any more is forgotten; a hub that
 * was cut off may yet tell of something that has a message sent for a time as long ago as that.
 */
export function countContact(draft: Draft, channel: string, at: Ms): void {
  const { contacts } = draft.customer
  const oldest = at - draft.playbooks.current.lookBack - REMEMBER_CLOSED
  const counted = [...(contacts[channel] ?? []), at].toSorted((a, b) => a - b).slice(-MOST_CONTACTS)
  const kept = Object.entries({ ...contacts, [channel]: counted }).map(
    ([name, times]) => [name, times.filter((time) => time > oldest)] as const,
  )
  draft.customer.contacts = Object.fromEntries(kept.filter(([, times]) => times.length > 0))
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
  draft.customer.contacts = contacts
}
