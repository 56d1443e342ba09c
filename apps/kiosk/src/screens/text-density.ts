import type { Card, Slide } from '@kairos/shared/screen-state'

/** The house style: a title of at most 40 characters, a body of at most 120. Longer ones are set smaller, so that they stay on the glass. */
const LONG_TITLE = 40
const LONG_BODY = 120
/** A label that fills two lines of a button. */
const LONG_LABEL = 40
const SHORT_TITLE = 22
/** A body that fills more than two lines beside a picture. */
const FULL_BODY = 80

export const titleLength = (title: string): 'short' | 'usual' | 'long' =>
  title.length > LONG_TITLE ? 'long' : title.length <= SHORT_TITLE ? 'short' : 'usual'

/** Whether a message has more words than one should show; its picture then makes room for them. */
export const isDense = ({ title, body, asks }: Pick<Card, 'title' | 'body' | 'asks'>): boolean =>
  title.length > LONG_TITLE || body.length > LONG_BODY || asks.some(({ label }) => label.length > LONG_LABEL)

/** Whether a slide has more words than one should show, or so many that what is asked below it needs some of its room. */
export const slideDensity = (slide: Slide): 'dense' | 'full' | undefined =>
  isDense({ ...slide, asks: [] }) ? 'dense' : slide.body.length > FULL_BODY ? 'full' : undefined
