import { useEffect, useMemo, type MouseEvent } from 'react'
import { never } from '@kairos/shared/result'
import type { ScreenFrame } from '@kairos/shared/screen-state'
import { directionOf } from '@kairos/ui/direction'
import { AisleScreen } from './aisle/aisle-screen.tsx'
import type { Press } from './host-link.ts'
import { PersonalScreen } from './personal/personal-screen.tsx'
import { ScreenProvider } from './screen-context.ts'
import { textsFor } from './texts.ts'
import '@kairos/ui/theme.css'
import './looks/glass.css'
import './looks/kiosk.css'
import './looks/kiosk-lying.css'
import './looks/cart.css'
import './looks/aisle.css'

function roleScreen(frame: ScreenFrame) {
  switch (frame.role) {
    case 'kiosk':
    case 'cart':
      return <PersonalScreen state={frame.state} />
    case 'aisle':
      return <AisleScreen state={frame.state} />
    default:
      return never(frame.role)
  }
}

/**
 * Touching gives no focus. A scanner that poses as a keyboard ends its line with Enter, and that
 * would press whatever button was touched last.
 */
const keepFocus = (event: MouseEvent) => event.preventDefault()

/** A shopper's screen: renders the frame that its host made, and says what was pressed. */
export function Page({ frame, send }: { frame: ScreenFrame; send: (press: Press) => void }) {
  const texts = textsFor(frame.language)
  const direction = directionOf(frame.language)
  useEffect(() => {
    // The page's own sentences may not be spoken in the frame's language yet; the chain's words say theirs.
    document.documentElement.lang = texts.language
    document.documentElement.dir = direction
  }, [texts, direction])
  const tools = useMemo(() => ({ frame, texts, send }), [frame, texts, send])
  return (
    <ScreenProvider value={tools}>
      <div
        className="glass"
        onMouseDownCapture={keepFocus}
        data-role={frame.role}
        data-state={frame.state.is}
        data-screen={frame.screen}
      >
        {roleScreen(frame)}
      </div>
    </ScreenProvider>
  )
}
