import { messageId } from '@kairos/shared/ids'
import { never } from '@kairos/shared/result'
import type { ScreenState } from '@kairos/shared/screen-state'
import { Logo } from '@kairos/ui/logo'
import { useScreen } from '../screen-context.ts'
import { Attract } from './attract.tsx'
import { Keypad } from './keypad.tsx'
import { Message } from './message.tsx'
import { NotThatCard } from './not-that-card.tsx'
import { Offline } from './offline.tsx'
import { Recognising } from './recognising.tsx'
import { Starting } from './starting.tsx'
import { StillThere } from './still-there.tsx'
import { Thanks } from './thanks.tsx'
import { Unreadable } from './unreadable.tsx'
import { Welcome } from './welcome.tsx'

function screenOf(state: ScreenState) {
  switch (state.is) {
    case 'starting':
      return <Starting />
    case 'attract':
      return <Attract slides={state.slides} />
    case 'keypad':
      return <Keypad digits={state.digits} problem={state.problem} />
    case 'recognising':
      return <Recognising />
    case 'message':
      return <Message key={messageId(state.card.ref)} card={state.card} first={state.first} />
    case 'welcome':
      return <Welcome slides={state.slides} first={state.first} />
    case 'thanks':
      return <Thanks title={state.title} body={state.body} />
    case 'stillThere':
      return <StillThere seconds={state.seconds} />
    case 'notThatCard':
      return <NotThatCard />
    case 'unreadable':
      return <Unreadable />
    case 'offline':
      return <Offline slides={state.slides} />
    case 'guest':
    case 'numberHelp':
    case 'about':
    case 'quietAsked':
    case 'quiet':
    case 'handover':
    case 'atTill':
    case 'closed':
    case 'selfTest':
      return <Starting />
    default:
      return never(state)
  }
}

/** The shop's window changes by itself, and should not be read out each time it does. */
const isWindow = ({ is }: ScreenState) => is === 'attract' || is === 'offline'

/** Kiosk and cart: glass in front of one person, who may touch it. */
export function PersonalScreen({ state }: { state: ScreenState }) {
  const { frame } = useScreen()
  return (
    <>
      <header className="glass-head">
        <Logo />
        {frame.zone !== undefined && <span className="zone">{frame.zone}</span>}
      </header>
      <main className="glass-main" aria-live={isWindow(state) ? 'off' : 'polite'}>
        {screenOf(state)}
      </main>
    </>
  )
}
