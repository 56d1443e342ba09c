import type { Slide } from '@kairos/shared/screen-state'
import { Button } from '@kairos/ui/button'
import { useScreen } from '../screen-context.ts'
import { Slides } from '../slides.tsx'

/** She is recognised and there is nothing personal to say. */
export function Welcome({ slides, first }: { slides: readonly Slide[]; first: string | undefined }) {
  const { texts, send } = useScreen()
  return (
    <>
      <Slides slides={slides} bodies {...(first === undefined ? {} : { greeting: texts.hello(first) })} />
      <div className="way-out">
        <Button kind="other" onPress={() => send({ press: 'leave' })}>
          {texts.leave}
        </Button>
      </div>
    </>
  )
}
