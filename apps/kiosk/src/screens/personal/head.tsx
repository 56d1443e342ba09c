import { Logo } from '@kairos/ui/logo'
import type { ScreenFrame } from '@kairos/shared/screen-state'
import { useScreen } from '../screen-context.ts'
import type { Texts } from '../texts/texts.ts'

/** Help that comes; or that a cart is on its own. */
export function noteOf({ called, role, hub }: ScreenFrame, texts: Texts): string | undefined {
  if (called !== undefined) return texts.say(called === 'coming' ? 'called.coming' : 'called.asked')
  return role === 'cart' && hub === 'down' ? texts.say('cart.old') : undefined
}

/** The chain's mark; across from it where one is, or what one should know meanwhile. It is one place, so that nothing jumps. */
export function Head() {
  const { frame, texts } = useScreen()
  const note = noteOf(frame, texts)
  return (
    <header className="glass-head">
      <Logo />
      <span role="status" className="head-note">
        {note}
      </span>
      {note === undefined && frame.zone !== undefined && <span className="zone">{frame.zone}</span>}
    </header>
  )
}
