import { Button } from '@kairos/ui/button'
import { CardDrawing } from '@kairos/ui/card-drawing'
import { useScreen } from '../screen-context.ts'

/** A card did not do what she hoped: what happened, and the two ways on. */
export function CardTrouble({ title, body, card }: { title: string; body: string; card: 'store' | 'payment' }) {
  const { texts, send } = useScreen()
  return (
    <div className="notice-state" data-figured="">
      <CardDrawing of={card} />
      <div className="words">
        <h1 className="title display">{title}</h1>
        <p className="body">{body}</p>
      </div>
      <div className="asks">
        <Button kind="main" onPress={() => send({ press: 'keypad' })}>
          {texts.openKeypad}
        </Button>
        <Button kind="other" onPress={() => send({ press: 'cancel' })}>
          {texts.back}
        </Button>
      </div>
    </div>
  )
}
