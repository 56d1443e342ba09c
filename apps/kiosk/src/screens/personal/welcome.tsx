import type { Slide } from '@kairos/shared/screen-state'
import { useScreen } from '../screen-context.ts'
import { Slides } from '../slides.tsx'

/** She is recognised and there is nothing personal to say. */
export function Welcome({ slides, first }: { slides: readonly Slide[]; first: string | undefined }) {
  const { texts } = useScreen()
  return <Slides slides={slides} bodies {...(first === undefined ? {} : { greeting: texts.say('hello', { first }) })} />
}
