import { DAY } from '@kairos/shared/time'

/** Steps in one dialogue. */
export const MOST_STEPS = 60
/** Runs in one document, ended ones that are still remembered included; beyond it nothing new begins (rule E20). */
export const MOST_RUNS = 40
/** Depth to which an ending begins a dialogue whose ending begins another, within one event. */
export const MOST_CHAINED = 8
/** Deadlines folded by one passing of time; the rest wait for the next. */
export const MOST_DEADLINES = 200
/** Keys kept in one memory entry that counts by key. */
export const MOST_KEYS = 12
/** Contact times kept per channel. */
export const MOST_CONTACTS = 12
/** An event older than this begins and sends nothing (rule E10). */
export const FRESHNESS = 2 * DAY
/** An ended run is remembered this long for late answers (rule E5). */
export const REMEMBER_ENDED = 90 * DAY
/** One that no answer opens again (its goal was reached, or it never began) only for as long as a hub may be cut off. */
export const REMEMBER_CLOSED = 14 * DAY
/** Steps that one run takes before it ends: silences may lead round in a circle, a document may not grow with them. */
export const MOST_STEPS_TAKEN = 100
