import type { HubStorage } from '@kairos/replica/hub-storage'
import type { CustomerId } from '@kairos/shared/ids'

/** Whom something is about to change; where nobody is named, it may be anybody. */
export type Changing = (customer?: CustomerId) => void

/**
 * A hub's storage that says whose view each of its changes may change, for whoever remembers views. It is said before
 * the change is made, so that it was said whatever comes of it.
 */
export const telling = (storage: HubStorage, changing: Changing): HubStorage => ({
  ...storage,
  append(fact) {
    changing(fact.event.customer)
    return storage.append(fact)
  },
  confirm(epoch, upTo, setAside, erased = []) {
    if (setAside.length + erased.length > 0) changing()
    storage.confirm(epoch, upTo, setAside, erased)
  },
  apply(slice, epoch, bytes) {
    // Whoever is gone may be here by another name.
    if (slice.rows.some((row) => 'gone' in row)) changing()
    else for (const { customer } of slice.rows) changing(customer)
    storage.apply(slice, epoch, bytes)
  },
  applyAhead(row, epoch, others = []) {
    if (others.length > 0) changing()
    else changing(row.customer)
    storage.applyAhead(row, epoch, others)
  },
  adopt(hqEpoch, fromZero) {
    changing()
    storage.adopt(hqEpoch, fromZero)
  },
  removeUnnamed(most) {
    changing()
    return storage.removeUnnamed(most)
  },
})
