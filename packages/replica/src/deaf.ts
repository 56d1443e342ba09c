import { DAY, HOUR, type Ms } from '@kairos/shared/time'

/** A hub that has not heard from HQ for so long may hold customers who have been erased since (rule S8): 14 days. */
export const DEAF_AFTER: Ms = 14 * DAY
/** How often it is noted that HQ was heard. */
export const NOTE_HEARD_EVERY: Ms = HOUR

/** Whether a hub that had last read all of the feed at `heard` may recognise nobody. A new one holds nobody. */
export const isDeaf = (heard: Ms | undefined, now: Ms, after: Ms): boolean =>
  heard !== undefined && now - heard >= after
