import type { Event } from '@kairos/shared/event'
import type { Occasion } from '@kairos/shared/hq-views'
import { eventIdSchema, type CustomerId } from '@kairos/shared/ids'
import { DAY, HOUR, type Ms } from '@kairos/shared/time'

/** How long a purchase of a category speaks for an interest in it: 13 months, as long as a store holds a customer. */
export const INTEREST_LASTS: Ms = 396 * DAY

/** The last zone of the world to end a day does so 12 hours after UTC. */
const LAST_ZONE: Ms = 12 * HOUR

/** Whether the occasion's day is over everywhere: nobody is told of it any more. */
export const isPast = ({ on }: Occasion, now: Ms): boolean =>
  on !== undefined && Date.parse(on) + DAY + LAST_ZONE <= now

/** What HQ's indexes know of a customer whom an occasion may concern. */
export type Candidate = {
  /** When she last bought something of the occasion's category; null where it names none. */
  last: Ms | null
  home: string | null
  /** Several people share her identity (rule E19): 1, or 0 or null. */
  household: number | null
}

/**
 * Rule E17: who bought of its category within 13 months before it was announced, and is at home in its stores.
 * Nobody who shares her identity hears what another of them bought (rule E19).
 */
export function concerns({ category, stores }: Occasion, announced: Ms, candidate: Candidate): boolean {
  const { last, home, household } = candidate
  const interested = last !== null && last >= announced - INTEREST_LASTS && household !== 1
  if (category !== undefined && !interested) return false
  return stores === undefined || stores.some((store) => store === home)
}

/**
 * An occasion as an event of one customer. Its id says which occasion and whose, so that she has it once (rule
 * E9). It happens, for her, as her turn comes: however long that takes, it is fresh (rule E10).
 */
export function occasionEvent({ id, kind, name, category, on }: Occasion, customer: CustomerId, now: Ms): Event {
  return {
    id: eventIdSchema.parse(`occasion:${id}/${customer}`),
    customer,
    at: now,
    received: now,
    type: 'occasion',
    kind,
    name,
    ...(category === undefined ? {} : { category }),
    ...(on === undefined ? {} : { on }),
  }
}
