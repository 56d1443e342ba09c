import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { flushSync } from 'react-dom'
import { ClockProvider } from '@kairos/ui/clock-context'
import type { Press } from '@kairos/kiosk/screens/host-link'
import type { Clock } from '@kairos/shared/time'
import { exhibits, type Exhibit } from '../fixtures/exhibits.ts'
import { NOW } from '../fixtures/tablet-views.ts'

/** Time stands still in the gallery. */
const clock: Clock = { now: () => NOW, at: () => () => {} }

declare global {
  var showExhibit: (id: string) => void
  /** Shows the same again, as a host does that has nothing new. */
  var sameAgain: () => void
  /** What the page said was pressed, or is rendered. */
  var pressed: Press[]
}

/**
 * Lets a page of the gallery show the exhibits that `pageOf` has a page for. Each app has a page of its own here, as in
 * a store: two apps may call different things by the same class, and their styles must not meet.
 */
export function showExhibits(pageOf: (exhibit: Exhibit) => ReactNode): void {
  const byId = new Map(exhibits(true).map((exhibit) => [exhibit.id, exhibit]))
  const element = document.getElementById('root')
  if (element === null) throw new Error('the gallery has no root element')
  const root = createRoot(element)
  globalThis.pressed = []
  globalThis.showExhibit = (id) => {
    const exhibit = byId.get(id)
    if (exhibit === undefined) throw new Error(`no exhibit is called ${id}`)
    document.documentElement.dataset['theme'] = exhibit.theme
    document.documentElement.dataset['scheme'] = exhibit.scheme
    // A screen's own frame says so; whoever reads a tablet has it set in the browser, for which the page's root stands in.
    document.documentElement.style.setProperty('--text', String(exhibit.text))
    const show = () => {
      const page = pageOf({ ...exhibit, shows: structuredClone(exhibit.shows) })
      if (page === undefined) throw new Error(`${id} is shown by another page of the gallery`)
      flushSync(() =>
        root.render(
          <ClockProvider key={id} value={clock}>
            {page}
          </ClockProvider>,
        ),
      )
    }
    globalThis.sameAgain = show
    show()
    scrollTo(0, 0)
  }
}
