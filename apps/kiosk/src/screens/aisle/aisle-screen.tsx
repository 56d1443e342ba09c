import { messageId } from '@kairos/shared/ids'
import { never } from '@kairos/shared/result'
import type { ScreenState } from '@kairos/shared/screen-state'
import { Logo } from '@kairos/ui/logo'
import { Picture } from '@kairos/ui/picture'
import { isPictureName } from '@kairos/ui/picture-names'
import { directionOf } from '@kairos/ui/direction'
import { useRef } from 'react'
import type { Card } from '@kairos/shared/screen-state'
import { useProofOfDisplay } from '../display/proof-of-display.ts'
import { useScreen } from '../screen-context.ts'
import { Slides } from '../slides.tsx'
import { titleLength } from '../text-density.ts'

/** One sentence, readable at walking speed; whom it is meant for is nobody else's business. */
function AisleMessage({ card }: { card: Card }) {
  const { send } = useScreen()
  const title = useRef<HTMLHeadingElement>(null)
  useProofOfDisplay(card.ref, title, send)
  return (
    <article className="slide" data-current="" data-pictured={isPictureName(card.picture) ? '' : undefined}>
      <Picture name={card.picture} stirring />
      <div className="words" lang={card.language} dir={directionOf(card.language)}>
        <h1
          ref={title}
          className="title display"
          data-length={titleLength(card.title)}
          data-message={JSON.stringify(card.ref)}
        >
          {card.title}
        </h1>
      </div>
    </article>
  )
}

function AisleLogoAlone() {
  const { frame } = useScreen()
  return (
    <>
      <h1 className="heard-only">{frame.store}</h1>
      <p className="mark-alone">
        <Logo />
      </p>
    </>
  )
}

function aisleContent(state: ScreenState) {
  switch (state.is) {
    case 'message':
      return <AisleMessage key={messageId(state.card.ref)} card={state.card} />
    case 'attract':
    case 'welcome':
    case 'offline':
      return state.slides.length > 0 ? <Slides slides={state.slides} bodies={false} /> : <AisleLogoAlone />
    case 'starting':
    // A public screen has no reader and no keys; were it told of such a session, it shows nothing of it.
    case 'keypad':
    case 'recognising':
    case 'thanks':
    case 'stillThere':
    case 'notThatCard':
    case 'unreadable':
    case 'guest':
    case 'numberHelp':
    case 'about':
    case 'quietAsked':
    case 'quiet':
    case 'handover':
    case 'atTill':
    case 'closed':
    case 'selfTest':
      return <AisleLogoAlone />
    default:
      return never(state)
  }
}

export function AisleScreen({ state }: { state: ScreenState }) {
  const { frame } = useScreen()
  return (
    <>
      <main className="aisle-content">{aisleContent(state)}</main>
      <footer className="aisle-foot">
        <Logo />
        {frame.zone !== undefined && <span className="zone">{frame.zone}</span>}
      </footer>
    </>
  )
}
