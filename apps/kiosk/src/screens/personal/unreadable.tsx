import { useScreen } from '../screen-context.ts'
import { CardTrouble } from './card-trouble.tsx'

/** A card that could not be read. */
export function Unreadable() {
  const { texts } = useScreen()
  return <CardTrouble title={texts.say('unreadable.title')} body={texts.say('unreadable.body')} card="store" />
}
