import '@kairos/shared/no-eval'
import { createRoot } from 'react-dom/client'
import { systemClock } from '@kairos/shared/system-clock'
import { ClockProvider } from '@kairos/ui/clock-context'
import { ConnectedPage } from './connected-page.tsx'
import { createFrameStore } from './frame-store.ts'
import type { HostListener } from './host-link.ts'
import { openIpcLink } from './ipc-link.ts'
import { listenForKeys, PageReader } from './page-reader.ts'
import { afterPaint, shownNow } from './display/shown-now.ts'
import { openSocketLink } from './socket-link.ts'

// The token stays in memory: the address bar, the history and a photograph of the screen must not hold it.
const fragment = new URLSearchParams(location.hash.slice(1))
history.replaceState(null, '', location.pathname + location.search)
const theme = fragment.get('theme')
if (theme !== null) document.documentElement.dataset['theme'] = theme
const scheme = fragment.get('scheme')
if (scheme !== null) document.documentElement.dataset['scheme'] = scheme

const store = createFrameStore()
const { take, lose } = store.getState()
const listener: HostListener = {
  frame(frame) {
    reader.follow(frame)
    take(frame)
  },
  lost() {
    reader.lose()
    lose()
  },
}
const link = window.kairos
  ? openIpcLink(window.kairos, systemClock, listener, { afterPaint, shownNow })
  : openSocketLink(fragment.get('token') ?? '', systemClock, listener)
const reader = new PageReader(systemClock, link)
listenForKeys(reader)

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root element')
createRoot(root).render(
  <ClockProvider value={systemClock}>
    <ConnectedPage store={store} send={(press) => reader.press(press)} />
  </ClockProvider>,
)
