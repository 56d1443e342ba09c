import { createHash } from 'node:crypto'
import type { PlaybookLibrary } from '@kairos/dialogue/library'
import type { HubReplica } from '@kairos/replica/hub-replica'
import type { Event } from '@kairos/shared/event'
import { eventIdSchema, type CustomerId, type EventId, type StoreId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import type { Lent } from './lent.ts'

/** What happened, without the part that the floor adds to every event. */
export type Happened = Event extends infer E
  ? E extends Event
    ? Omit<E, 'id' | 'at' | 'received' | 'customer'>
    : never
  : never

export type RecordParts = {
  store: StoreId
  playbooks: PlaybookLibrary
  replica: HubReplica
  lent: Lent
  /** Runs several changes as one transaction. */
  together: <T>(change: () => T) => T
  /** The hub's time, corrected by its measured offset from HQ's (rule E1). */
  now: () => Ms
  /** There is a fact to send up. */
  recorded: () => void
}

/** The id of what a screen may say twice, because it did not hear that it was heard. */
export function onceId(store: StoreId, ...what: string[]): EventId {
  const digest = createHash('sha256').update(what.join('\u0000')).digest('hex').slice(0, 32)
  return eventIdSchema.parse(`${store}/${what[0]}:${digest}`)
}

/** Records a fact durably, before anybody acts on it. False if an event of this id was recorded before. */
export function record(parts: RecordParts, customer: CustomerId, happened: Happened, id?: EventId): boolean {
  const { replica, now, store, playbooks, recorded, lent, together } = parts
  const at = now()
  const spent = lent.spent()
  const event: Event = {
    ...happened,
    id: id ?? eventIdSchema.parse(`${store}/${replica.nextName()}`),
    customer,
    at,
    received: at,
    ...(spent.length === 0 ? {} : { spent }),
  }
  const fresh = together(() => {
    const granted = lent.grantedBy(event, () => replica.view(customer))
    const fact = replica.record(event, playbooks.has ? playbooks.current.version : 0)
    if (fact) lent.count(granted)
    return fact !== undefined
  })
  if (fresh) recorded()
  return fresh
}
