import { useLayoutEffect, useMemo, useRef, type MouseEvent } from 'react'
import { never } from '@kairos/shared/result'
import type { ScreenFrame } from '@kairos/shared/screen-state'
import { directionOf } from '@kairos/ui/direction'
import { AisleScreen } from './aisle/aisle-screen.tsx'
import { useRendered } from './display/use-rendered.ts'
import type { Press } from './host-link.ts'
import { PersonalScreen } from './personal/personal-screen.tsx'
import { ScreenProvider } from './screen-context.ts'
import { textsFor } from './texts/texts.ts'
import '@kairos/ui/theme.css'
import './looks/glass.css'
import './looks/kiosk.css'
import './looks/kiosk-lying.css'
import './looks/cart.css'
import './looks/aisle.css'
import './looks/foot.css'
import './looks/code.css'
import './looks/about.css'
import './looks/self-test.css'
import './looks/comfort.css'
import './looks/cart-large.css'

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
  const glass = useRef<HTMLDivElement>(null)
  const large = frame.comfort?.large === true
  useLayoutEffect(() => {
    // The page may not speak the frame's language; the chain's words say theirs.
    document.documentElement.lang = texts.language
    document.documentElement.dir = direction
    document.documentElement.style.setProperty('--text', large ? '2' : '1')
  }, [texts, direction, large])
  useRendered(frame, glass, send)
  const tools = useMemo(() => ({ frame, texts, send }), [frame, texts, send])
  return (
    <ScreenProvider value={tools}>
      <div
        ref={glass}
        className="glass"
        onMouseDownCapture={keepFocus}
        data-role={frame.role}
        data-state={frame.state.is}
        data-screen={frame.screen}
        data-large={large ? '' : undefined}
        data-reach={frame.comfort?.reach === true ? '' : undefined}
      >
        {roleScreen(frame)}
      </div>
    </ScreenProvider>
  )
}
