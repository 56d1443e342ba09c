import { messageRefSchema, type MessageRef } from '@kairos/shared/ids'
import type { ScreenInput } from '@kairos/shared/screen-state'

/** Whether somebody in front of the glass could see this element now. */
export function isOnTheGlass(element: Element | null): boolean {
  if (element === null || !element.isConnected || document.visibilityState !== 'visible') return false
  const box = element.getBoundingClientRect()
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  return inside && box.width > 0 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
}

/** How many words a text has. */
export const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length

function visibleWords(glass: Element): number {
  const walker = document.createTreeWalker(glass, NodeFilter.SHOW_TEXT)
  let words = 0
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
    if (isOnTheGlass(node.parentElement)) words += wordsIn(node.textContent ?? '')
  return words
}

function messageOn(glass: Element) {
  const title = glass.querySelector('[data-message]')
  if (!isOnTheGlass(title)) return undefined
  const written: unknown = JSON.parse(title?.getAttribute('data-message') ?? 'null')
  return messageRefSchema.safeParse(written).data
}

/**
 * Which state is on the glass, and of a message which one, once its title can be seen: read from the page itself and
 * from nothing that the page was told.
 */
export function readGlass(glass: Element): { state: string; message?: MessageRef } {
  const message = messageOn(glass)
  return { state: glass.getAttribute('data-state') ?? '', ...(message === undefined ? {} : { message }) }
}

/** What is really rendered, for the host. */
export const renderedOn = (glass: Element): Extract<ScreenInput, { press: 'rendered' }> => ({
  press: 'rendered',
  words: visibleWords(glass),
  ...readGlass(glass),
})
