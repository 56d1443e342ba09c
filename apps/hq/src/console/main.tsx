import '@kairos/shared/no-eval'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { systemClock } from '@kairos/shared/system-clock'
import { fragmentToken, splitFragment } from '@kairos/ui/page/fragment-token'
import { Console } from './console.tsx'
import './console.css'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no #root')

// An address with another token, pasted into this tab, changes only the fragment: begin again with it.
window.addEventListener('hashchange', () => {
  if (splitFragment(window.location.hash).token !== undefined) window.location.reload()
})

createRoot(root).render(
  <StrictMode>
    <Console clock={systemClock} token={fragmentToken(window)} />
  </StrictMode>,
)
