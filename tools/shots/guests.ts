import type { Size } from './fixtures/exhibits.ts'

/** A page that is not in the gallery: it is opened at its own address and photographed as it is. */
export interface Guest {
  name: string
  /** Starts what serves the page, if need be, and says where it is. */
  open: () => Promise<{ url: string; close: () => Promise<void> }>
  sizes: readonly Size[]
  /** The page is ready when this selector is there. */
  ready: string
  /** A working tool may be longer than the glass; a shopper's screen may not. */
  mayScroll: boolean
}

/** Further pages for the contact sheet: the dock and head office's console belong here. */
export const guests: readonly Guest[] = []
