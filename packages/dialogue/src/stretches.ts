import type { Ms } from '@kairos/shared/time'

/** How many stretches a window is kept in (rule E11). */
export const STRETCHES = 12

/** The stretch of a window that a time falls into, named by where it begins. */
export const stretchOf = (at: Ms, window: Ms): Ms => {
  const length = Math.ceil(window / STRETCHES)
  return Math.floor(at / length) * length
}
