import { createRoot } from 'react-dom/client'
import { flushSync } from 'react-dom'
import { Page as ScreenPage } from '@kairos/kiosk/screens/page'
import { Page as TabletPage } from '@kairos/associate/page'
import { ClockProvider } from '@kairos/ui/clock-context'
import type { Clock } from '@kairos/shared/time'
import { exhibits, type Exhibit } from '../fixtures/exhibits.ts'
import { NOW } from '../fixtures/tablet-views.ts'
import type { Press } from '@kairos/kiosk/screens/host-link'
import { messageId } from '@kairos/shared/ids'

/** Time stands still in the gallery. */
const clock: Clock = { now: () => NOW, at: () => () => {} }
const byId = new Map(exhibits(true).map((exhibit) => [exhibit.id, exhibit]))
const nothing = () => {}
globalThis.pressed = []

function tabletView({ tablet }: Extract<Exhibit['shows'], { tablet: unknown }>) {
  const { state, hub, reported, requests } = tablet
  const prompted = state?.visitors.filter((visitor) => visitor.prompt !== undefined) ?? []
  const outcomes = reported.flatMap(({ visitor, is, why }) => {
    const { visit, prompt } = prompted[visitor] ?? {}
    const ask = prompt?.asks[0]
    if (visit === undefined || prompt === undefined || ask === undefined) return []
    const input = { visit, ref: prompt.ref, response: ask.response }
    const outcome = { input, label: ask.label, is, ...(why === undefined ? {} : { why }) }
    return [[`${visit} ${messageId(prompt.ref)}`, outcome] as const]
  })
  return {
    heard: state === undefined ? undefined : { state, at: NOW },
    hub,
    outcomes: new Map(outcomes),
    requests: requests ?? new Map(),
  }
}

function Shown({ shows }: { shows: Exhibit['shows'] }) {
  if ('frame' in shows) return <ScreenPage frame={shows.frame} send={(press) => globalThis.pressed.push(press)} />
  const deaf = { report: nothing, drop: nothing, coming: nothing, mute: nothing }
  return <TabletPage view={tabletView(shows)} language={shows.language} {...deaf} />
}

const element = document.getElementById('root')
if (element === null) throw new Error('the gallery has no root element')
const root = createRoot(element)

declare global {
  var showExhibit: (id: string) => void
  /** Shows the same again, as a host does that has nothing new. */
  var sameAgain: () => void
  /** What the page said was pressed, or is rendered. */
  var pressed: Press[]
}

globalThis.showExhibit = (id) => {
  const exhibit = byId.get(id)
  if (exhibit === undefined) throw new Error(`no exhibit is called ${id}`)
  document.documentElement.dataset['theme'] = exhibit.theme
  document.documentElement.dataset['scheme'] = exhibit.scheme
  // A screen's own frame says so; whoever reads a tablet has it set in the browser, for which the page's root stands in.
  document.documentElement.style.setProperty('--text', String(exhibit.text))
  const show = () =>
    flushSync(() =>
      root.render(
        <ClockProvider value={clock}>
          <Shown key={id} shows={structuredClone(exhibit.shows)} />
        </ClockProvider>,
      ),
    )
  globalThis.sameAgain = show
  show()
  scrollTo(0, 0)
}
