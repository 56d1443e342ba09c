import type { Slide } from '@kairos/shared/screen-state'
import { Button } from '@kairos/ui/button'
import { useScreen } from '../screen-context.ts'
import { Slides } from '../slides.tsx'

/** She looks on without being known: the store's window, and the way back to a number. */
export function Guest({ slides }: { slides: readonly Slide[] }) {
  const { texts, send } = useScreen()
  return (
    <>
      <Slides slides={slides} bodies />
      <div className="call">
        <p className="call-words">{texts.say('guest.call')}</p>
        <Button kind="other" onPress={() => send({ press: 'keypad' })}>
          {texts.say('keypad.open')}
        </Button>
      </div>
    </>
  )
}
