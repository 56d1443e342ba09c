import { merge } from '@kairos/dialogue/merge'
import type { Playbooks } from '@kairos/dialogue/playbook'
import { needsRefill, refill } from '@kairos/dialogue/refill'
import type { JoinTwo } from './storage/storage.ts'

/**
 * Two documents that are one customer's (rule E18). What one of them does not know of her memory is not known of both,
 * and HQ has every event of both: so it is filled at once.
 */
export const joinTwo =
  (playbooks: Playbooks): JoinTwo =>
  (into, from, at, events) => {
    const { kept, over } = merge(playbooks, into, from, at)
    if (!needsRefill(playbooks, kept.customer)) return { kept, over }
    return { kept: { ...kept, customer: refill(playbooks, kept.customer, events(), at) }, over }
  }
