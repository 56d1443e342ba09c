import type { Slide } from '@kairos/shared/screen-state'
import { Button } from '@kairos/ui/button'
import { useScreen } from '../screen-context.ts'
import { Slides } from '../slides.tsx'

/** Nobody is here: the store's window, and how to be recognised. */
export function Attract({ slides }: { slides: readonly Slide[] }) {
  const { frame, texts, send } = useScreen()
  return (
    <>
      <Slides slides={slides} bodies />
      <div className="call">
        <p className="call-words">{texts.say(frame.role === 'cart' ? 'attract.callCart' : 'attract.call')}</p>
        <Button kind="main" onPress={() => send({ press: 'keypad' })}>
          {texts.say('keypad.open')}
        </Button>
      </div>
    </>
  )
}
