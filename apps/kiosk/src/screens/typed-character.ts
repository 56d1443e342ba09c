const CONTROLS: Readonly<Record<string, number>> = { Enter: 0x0d, Tab: 0x09, Backspace: 0x08 }
/** Keys with which a person without a pointer moves about a page and presses its buttons. */
const ALSO_PERSONS: ReadonlySet<string> = new Set(['Enter', 'Tab', ' '])

export type KeyDown = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'getModifierState'>

/** The character code (ISO 8859-1) that a key types; absent for one that types none. */
export function characterOf({ key }: KeyDown): number | undefined {
  const control = CONTROLS[key]
  if (control !== undefined) return control
  const code = key.length === 1 ? key.charCodeAt(0) : Infinity
  return code < 0x100 ? code : undefined
}

/**
 * Whether a key is the page's to read, and not the browser's to act upon. `isTyping`: characters just came so fast that
 * this key may be theirs; then nothing of it may press or move anything. `isOnButton`: Enter presses what has the focus.
 */
export function isToRead(event: KeyDown, isTyping: boolean, isOnButton: boolean): boolean {
  const { key, ctrlKey, metaKey, altKey } = event
  const isShortcut = ctrlKey || metaKey || (altKey && !event.getModifierState('AltGraph'))
  if (isShortcut) return isTyping
  if (ALSO_PERSONS.has(key)) return isTyping || (key === 'Enter' && !isOnButton)
  return characterOf(event) !== undefined
}
