import { customerSchema, type Customer } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import { customerIdSchema, epochSchema, eventIdSchema, storeIdSchema, type CustomerId } from '@kairos/shared/ids'
import { identityHashSchema, type IdentityHash } from '@kairos/shared/identity'
import type { DocumentRow, Fact, FeedRow } from '@kairos/shared/wire/hq-hub'

/** Epochs of one hub, in the order of its starts, and of HQ. */
export const [A, B, C] = [epoch('a'), epoch('b'), epoch('c')]
export const [H1, H2, H3] = [epoch('1'), epoch('2'), epoch('3')]
export const [ann, bob, cid, dan] = [id('ann'), id('bob'), id('cid'), id('dan')]
export const [harbour, oldTown] = [storeIdSchema.parse('harbour'), storeIdSchema.parse('old-town')]

function epoch(digit: string) {
  return epochSchema.parse(digit.repeat(16))
}
export function id(name: string): CustomerId {
  return customerIdSchema.parse(name)
}
export const hashOf = (digit: string): IdentityHash => identityHashSchema.parse(digit.repeat(32))

/** `now` says how often it was folded, or whatever else is to be told apart. */
export const document = (customer: CustomerId, now = 0): Customer =>
  customerSchema.parse({
    schema: 1,
    id: customer,
    playbook: 1,
    now,
    profile: {},
    consent: {},
    memory: {},
    runs: [],
    begun: {},
    contacts: {},
    waits: {},
    filled: 1,
  })

/** A row of the feed; her document's `now` is the change unless it is given. */
export const row = (
  change: number,
  customer: CustomerId,
  contains?: FeedRow['contains'],
  { now = change, identities = [] }: { now?: number; identities?: IdentityHash[] } = {},
): DocumentRow => ({
  change,
  customer,
  document: document(customer, now),
  identities,
  ...(contains ? { contains } : {}),
})

export const consent = (event: string, customer: CustomerId, received = 0): Event => ({
  id: eventIdSchema.parse(event),
  customer,
  at: received,
  received,
  type: 'consent',
  purpose: 'marketing',
  given: true,
  strength: 'held',
})
/** The hub's fact of this number; its event is named by it unless a name is given. */
export const fact = (
  n: number,
  customer: CustomerId,
  {
    epoch = A,
    event = `${epoch}/${n}`,
    received = 0,
  }: { epoch?: Fact['epoch']; event?: string; received?: number } = {},
): Fact => ({ epoch, n, event: consent(event, customer, received), playbook: 1 })
