import { useStore } from 'zustand'
import { Logo } from '@kairos/ui/logo'
import { shownFrame, type createFrameStore } from './frame-store.ts'
import type { Press } from './host-link.ts'
import { Page } from './page.tsx'
import { textsFor } from './texts/texts.ts'

/** The page before its host's first frame: it does not know yet which screen it is. */
function BeforeFirstFrame({ lost }: { lost: boolean }) {
  const texts = textsFor(navigator.language)
  return (
    <main className="glass plain-state" data-state={lost ? 'offline' : 'starting'}>
      <p className="mark-alone">
        <Logo />
      </p>
      <h1 className="heard-only">{lost ? texts.say('offline.title') : texts.say('starting.title')}</h1>
      {lost && <p className="note">{texts.say('offline.note')}</p>}
    </main>
  )
}

export function ConnectedPage(props: { store: ReturnType<typeof createFrameStore>; send: (press: Press) => void }) {
  const held = useStore(props.store)
  const frame = shownFrame(held)
  if (frame === undefined) return <BeforeFirstFrame lost={held.lost} />
  return <Page frame={frame} send={props.send} />
}
