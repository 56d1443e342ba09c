import '@kairos/shared/no-eval'
import { createRoot } from 'react-dom/client'
import { useStore } from 'zustand'
import { systemClock } from '@kairos/shared/system-clock'
import { ClockProvider } from '@kairos/ui/clock-context'
import { fragmentToken } from '@kairos/ui/page/fragment-token'
import { openHubLink } from './hub-link.ts'
import { Page } from './page.tsx'
import { createTabletStore } from './tablet-store.ts'
import { textsFor } from './texts.ts'

const theme = new URLSearchParams(location.hash.slice(1)).get('theme')
if (theme !== null) document.documentElement.dataset['theme'] = theme
// The tab keeps the token, so that a reload in the middle of a day works.
const token = fragmentToken(window) ?? ''

const language = navigator.language
const store = createTabletStore()
const hub = openHubLink(token, systemClock, store, textsFor(language))
const { drop } = store.getState()

function ConnectedPage() {
  const view = useStore(store)
  return <Page view={view} language={language} drop={drop} {...hub} />
}

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root element')
createRoot(root).render(
  <ClockProvider value={systemClock}>
    <ConnectedPage />
  </ClockProvider>,
)
