import type { ScreenInput, ScreenState } from '@kairos/shared/screen-state'
import { Button } from '@kairos/ui/button'
import { useScreen } from '../screen-context.ts'
import { Menu } from './menu.tsx'

type WayBack = { press: 'leave' | 'cancel'; words: 'done' | 'back' }

/** States whose own way out stands in the foot; others carry it among what can be pressed, or have none. */
const WAY_BACK: Partial<Record<ScreenState['is'], WayBack>> = {
  keypad: { press: 'cancel', words: 'back' },
  message: { press: 'leave', words: 'done' },
  welcome: { press: 'leave', words: 'done' },
  guest: { press: 'leave', words: 'done' },
  numberHelp: { press: 'cancel', words: 'back' },
  about: { press: 'cancel', words: 'back' },
}

/** Nobody is served in these, or nobody is there to hear what is pressed. */
const WITHOUT_FOOT: ReadonlySet<ScreenState['is']> = new Set([
  'starting',
  'recognising',
  'offline',
  'closed',
  'selfTest',
])

export const hasFoot = (state: ScreenState): boolean => !WITHOUT_FOOT.has(state.is)

function Basket({ items, send }: { items: number; send: (input: ScreenInput) => void }) {
  const { texts } = useScreen()
  return (
    <Button className="basket" kind="other" onPress={() => send({ press: 'toTill' })}>
      {texts.say('basket.toTill', { items })}
    </Button>
  )
}

/** The one quiet place that is always the same: the way out, the basket of a cart, and all that one can always do. */
export function Foot({ state }: { state: ScreenState }) {
  const { frame, texts, send } = useScreen()
  const back = WAY_BACK[state.is]
  const items = state.is === 'atTill' ? 0 : (frame.basket?.items ?? 0)
  return (
    <footer className="glass-foot">
      {back !== undefined && (
        <Button kind="quiet" onPress={() => send({ press: back.press })}>
          {texts.say(back.words)}
        </Button>
      )}
      {items > 0 && <Basket items={items} send={send} />}
      <Menu key={state.is} />
    </footer>
  )
}
