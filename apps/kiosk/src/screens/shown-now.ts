import type { PageShows } from '@kairos/shared/wire/page-host'
import { isOnTheGlass } from './proof-of-display.ts'

/** What stands in the document now, whatever the page believes to have rendered. */
export function shownNow(): PageShows {
  const glass = document.querySelector<HTMLElement>('.glass')
  const title = document.querySelector<HTMLElement>('[data-message]')
  // As the proof of display has it: in the document is not yet on the glass.
  const message = isOnTheGlass(title) ? title?.dataset['message'] : undefined
  return {
    visible: document.visibilityState === 'visible',
    state: glass?.dataset['state'] ?? 'nothing',
    ...(message === undefined ? {} : { message }),
  }
}

/** After the next frame is painted; at once where none is, because nobody can see the page. */
export function afterPaint(then: () => void): void {
  if (document.visibilityState === 'visible') requestAnimationFrame(then)
  else then()
}
