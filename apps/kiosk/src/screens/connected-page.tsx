import { useEffect, useReducer, useRef } from 'react'
import { useStore } from 'zustand'
import type { ScreenState } from '@kairos/shared/screen-state'
import { Logo } from '@kairos/ui/logo'
import { endsSession } from '../electron/session-end.ts'
import type { createFrameStore } from './frame-store.ts'
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

/**
 * React keeps what it rendered before what is on the glass. Where a session has ended the page is rendered once more, so
 * that it is nothing of hers that is kept.
 */
function useForgetting(is: ScreenState['is']): void {
  const [, renderAgain] = useReducer((times: number) => times + 1, 0)
  const last = useRef(is)
  useEffect(() => {
    const isOver = endsSession({ is: last.current }, { is })
    last.current = is
    if (isOver) renderAgain()
  }, [is])
}

export function ConnectedPage(props: { store: ReturnType<typeof createFrameStore>; send: (press: Press) => void }) {
  const { frame, lost } = useStore(props.store)
  useForgetting(frame?.state.is ?? 'starting')
  if (frame === undefined) return <BeforeFirstFrame lost={lost} />
  return <Page frame={frame} send={props.send} />
}
