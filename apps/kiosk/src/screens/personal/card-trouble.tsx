import { Button } from '@kairos/ui/button'
import { CardDrawing } from '@kairos/ui/card-drawing'
import { useScreen } from '../screen-context.ts'
import { Notice } from './notice.tsx'

/** A card did not do what she hoped: what happened, and the two ways on. */
export function CardTrouble({ title, body, card }: { title: string; body: string; card: 'store' | 'payment' }) {
  const { texts, send } = useScreen()
  return (
    <Notice title={title} body={body} figure={<CardDrawing of={card} />}>
      <Button kind="main" onPress={() => send({ press: 'keypad' })}>
        {texts.say('keypad.open')}
      </Button>
      <Button kind="other" onPress={() => send({ press: 'cancel' })}>
        {texts.say('back')}
      </Button>
    </Notice>
  )
}
