import type { Event } from '@kairos/shared/event'
import type { StoreId } from '@kairos/shared/ids'
import { DAY, type Ms } from '@kairos/shared/time'

/** A store holds whoever came by within so long (rule S7): 13 months. */
export const HELD_FOR: Ms = 396 * DAY

/** Which store an event brings a customer to, if any (rule S7), and when that was. */
export function cameBy(event: Event): { store: StoreId; at: Ms } | undefined {
  if (event.type === 'profile') {
    const { home } = event.profile
    return home === undefined ? undefined : { store: home, at: event.received }
  }
  if (!('store' in event) || event.store === undefined || event.at <= event.received - HELD_FOR) return undefined
  return { store: event.store, at: event.at }
}
