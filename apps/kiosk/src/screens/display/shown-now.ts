import { messageId } from '@kairos/shared/ids'
import type { PageShows } from '@kairos/shared/wire/page-host'
import { readGlass } from './on-the-glass.ts'

/** What stands in the document now, whatever the page believes to have rendered. */
export function shownNow(): PageShows {
  const glass = document.querySelector('.glass')
  const { state, message } = glass === null ? { state: 'nothing' } : readGlass(glass)
  const named = message === undefined ? {} : { message: messageId(message) }
  return { visible: document.visibilityState === 'visible', state, ...named }
}

/** After the next frame is painted; at once where none is, because nobody can see the page. */
export function afterPaint(then: () => void): void {
  if (document.visibilityState === 'visible') requestAnimationFrame(then)
  else then()
}
