import { z } from 'zod'

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Ms = number
export const msSchema = z.int().nonnegative()

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const UNITS: Record<string, Ms> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }

/** A length of time as authors write it: `30s`, `15m`, `12h`, `7d`, `4w`. A day is 24 hours, always. */
export const durationSchema = z
  .string()
  .regex(/^[1-9]\d{0,4}[smhdw]$/, 'a length of time such as 15m, 12h, 7d or 4w')
  .transform((text): Ms => Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? 0))

export type Cancel = () => void

/** Where time comes from. Apps are given one; nothing below an app's main reads the time itself. */
export interface Clock {
  now(): Ms
  /** Calls `then` once, when `now()` has reached `at` (at once, but never synchronously, if it has). */
  at(at: Ms, then: () => void): Cancel
}
