import { messageId } from '@kairos/shared/ids'
import { never } from '@kairos/shared/result'
import type { ScreenState } from '@kairos/shared/screen-state'
import { useScreen } from '../screen-context.ts'
import { politenessOf } from '../speech/spoken.ts'
import { useSpeech } from '../speech/use-speech.ts'
import { About } from './about.tsx'
import { Attract } from './attract.tsx'
import { Closed } from './closed.tsx'
import { Foot, hasFoot } from './foot.tsx'
import { Guest } from './guest.tsx'
import { AtTill, Handover } from './handover.tsx'
import { Head } from './head.tsx'
import { Keypad } from './keypad.tsx'
import { Message } from './message.tsx'
import { NotThatCard } from './not-that-card.tsx'
import { NumberHelp } from './number-help.tsx'
import { Offline } from './offline.tsx'
import { Quiet, QuietAsked } from './quiet.tsx'
import { Recognising } from './recognising.tsx'
import { SelfTest } from './self-test.tsx'
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
      return <Guest slides={state.slides} />
    case 'numberHelp':
      return <NumberHelp />
    case 'about':
      return <About known={state.known} />
    case 'quietAsked':
      return <QuietAsked />
    case 'quiet':
      return <Quiet />
    case 'handover':
      return <Handover handover={state.handover} />
    case 'atTill':
      return <AtTill code={state.code} items={state.items} />
    case 'closed':
      return <Closed why={state.why} opens={state.opens} />
    case 'selfTest':
      return <SelfTest checks={state.checks} />
    default:
      return never(state)
  }
}

/** Kiosk and cart: glass in front of one person, who may touch it. */
export function PersonalScreen({ state }: { state: ScreenState }) {
  const { frame, texts } = useScreen()
  const politeness = politenessOf(state)
  useSpeech(frame, texts)
  return (
    <>
      <Head />
      {/* Large letters may not fit; whoever has only a keyboard scrolls from here. */}
      <main className="glass-main" aria-live={politeness} {...(frame.comfort?.large === true ? { tabIndex: 0 } : {})}>
        {screenOf(state)}
      </main>
      {hasFoot(state) && <Foot state={state} />}
    </>
  )
}
