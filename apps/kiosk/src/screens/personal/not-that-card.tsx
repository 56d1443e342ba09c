import { useScreen } from '../screen-context.ts'
import { CardTrouble } from './card-trouble.tsx'

/** A payment card was swiped by mistake; nothing of it was kept. */
export function NotThatCard() {
  const { texts } = useScreen()
  return <CardTrouble title={texts.say('notThatCard.title')} body={texts.say('notThatCard.body')} card="payment" />
}
