import type { Coming, MuteScreen, TabletInput } from '@kairos/shared/tablet-state'
import { directionOf } from '@kairos/ui/direction'
import { Logo } from '@kairos/ui/logo'
import { useEffect } from 'react'
import { Floor } from './floor.tsx'
import { Screens } from './screens.tsx'
import type { TabletView } from './tablet-store.ts'
import { textsFor, type Texts } from './texts.ts'
import { Wanted } from './wanted.tsx'
import '@kairos/ui/theme.css'
import './tablet.css'
import './prompt.css'
import './wanted.css'

export interface PageProps {
  view: TabletView
  /** The associate's own language, a BCP 47 tag. */
  language: string
  report: (input: TabletInput, label: string) => void
  drop: (key: string) => void
  coming: (coming: Coming) => void
  mute: (mute: MuteScreen) => void
}

const pageState = ({ heard, hub }: TabletView) => {
  if (heard !== undefined) return heard.state.visitors.length === 0 ? 'empty' : 'visitors'
  return hub === 'there' ? 'loading' : 'lost'
}

function AloneState({ title, body }: { title: string; body: string }) {
  return (
    <div className="alone">
      <h1 className="display">{title}</h1>
      <p>{body}</p>
    </div>
  )
}

/** What is amiss, in one line; nothing when all is well. */
function Banner({ view, texts, language }: { view: TabletView; texts: Texts; language: string }) {
  const { heard, hub } = view
  const heardAt = heard === undefined ? undefined : new Date(heard.at)
  const time = heardAt?.toLocaleTimeString(language, { hour: 'numeric', minute: '2-digit' })
  const words =
    hub === 'unreadable'
      ? texts.unreadable
      : hub === 'lost' && time !== undefined
        ? texts.lostLine(time)
        : heard?.state.mute !== undefined
          ? texts.mute[heard.state.mute]
          : heard?.state.line === 'down'
            ? texts.lineDown
            : undefined
  return (
    <div className="banner" role="status" data-hub={hub}>
      {words !== undefined && <p>{words}</p>}
    </div>
  )
}

/** The associate's tablet: who is here, and the one thing to say to each. */
export function Page({ view, language, report, drop, coming, mute }: PageProps) {
  const texts = textsFor(language)
  useEffect(() => {
    document.documentElement.lang = texts.language
    document.documentElement.dir = directionOf(language)
  }, [texts, language])
  const { heard, hub } = view
  const state = pageState(view)
  return (
    <div
      className="tablet"
      data-state={state}
      data-hub={hub}
      data-line={heard?.state.line}
      data-mute={heard?.state.mute}
    >
      <header className="tablet-head">
        <Logo />
        {heard !== undefined && (
          <p className="where">
            <span className="store">{heard.state.store}</span>
            <span className="figures">{texts.inStore(heard.state.visitors.length)}</span>
          </p>
        )}
        {heard !== undefined && <Screens screens={heard.state.screens} view={view} texts={texts} mute={mute} />}
      </header>
      <Banner view={view} texts={texts} language={language} />
      {heard !== undefined && <Wanted heard={heard} view={view} texts={texts} coming={coming} />}
      <main>
        {state === 'loading' && <AloneState title={texts.loadingTitle} body={texts.loadingBody} />}
        {state === 'lost' && <AloneState title={texts.lostTitle} body={texts.lostBody} />}
        {state === 'empty' && heard?.state.mute === undefined && (
          <AloneState title={texts.emptyTitle} body={texts.emptyBody} />
        )}
        {state === 'empty' && heard?.state.mute !== undefined && (
          <AloneState title={texts.muteTitle} body={texts.muteBody} />
        )}
        {state === 'visitors' && heard !== undefined && (
          <Floor heard={heard} view={view} texts={texts} language={language} report={report} drop={drop} />
        )}
      </main>
    </div>
  )
}
