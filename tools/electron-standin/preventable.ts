/** An event as Electron hands it to listeners. */
export type Preventable = { readonly defaultPrevented: boolean; preventDefault: () => void }

export function preventable<T extends object>(more: T): Preventable & T {
  let isPrevented = false
  return {
    ...more,
    get defaultPrevented() {
      return isPrevented
    },
    preventDefault: () => (isPrevented = true),
  }
}
