import type { WayOut } from '@kairos/shared/screen-state'
import { Button } from '@kairos/ui/button'
import { NumberDrawing } from '@kairos/ui/card-drawing'
import { useScreen } from '../screen-context.ts'
import { Notice } from './notice.tsx'

const WAYS_ON: readonly WayOut[] = ['call', 'guest']

/** A number was not known twice: where it stands, and the other ways on. */
export function NumberHelp() {
  const { frame, texts, send } = useScreen()
  return (
    <Notice title={texts.say('numberHelp.title')} body={texts.say('numberHelp.body')} figure={<NumberDrawing />}>
      <Button kind="main" onPress={() => send({ press: 'keypad' })}>
        {texts.say('numberHelp.again')}
      </Button>
      {WAYS_ON.filter((way) => frame.ways?.includes(way)).map((way) => (
        <Button key={way} kind="other" onPress={() => send({ press: 'way', way })}>
          {texts.say(`way.${way}`)}
        </Button>
      ))}
    </Notice>
  )
}
