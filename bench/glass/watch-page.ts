/* oxlint-disable unicorn/consistent-function-scoping -- the function is sent into a page, and takes nothing along. */

/** When a message came onto the glass, in milliseconds of the page's own `performance.now()`. */
export type OnGlass = {
  /** The page's socket had the frame. */
  received: number
  /** The message stood in the document. */
  committed: number
  /** The first two animation frames after the frame was received: when each began. */
  first: number
  second: number
  /** When the browser painted the title (element timing), and when that was on the glass, rounded up to 4 ms. */
  painted: number
  presented: number
}
/** Reports through this function of the page. */
export const TELLS = 'kairosBench'

/**
 * Runs in a page before its own scripts: watches its socket and its document. What it adds to the page is an attribute
 * on each message's title, so that the browser says when it painted that.
 */
export function watchPage(tells: string): void {
  let now: Partial<OnGlass> = {}
  const tell = (what: object) => (Reflect.get(globalThis, tells) as (what: object) => void)(what)
  const complete = () => {
    if (now.second === undefined || now.presented === undefined) return
    tell({ is: 'onGlass', times: now })
    now = {}
  }
  const received = () => {
    const mine: Partial<OnGlass> = { received: performance.now() }
    now = mine
    requestAnimationFrame((first) => {
      mine.first = first
      requestAnimationFrame((second) => {
        mine.second = second
        complete()
      })
    })
  }
  const Native = WebSocket
  globalThis.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data }) => {
        if (typeof data === 'string' && data.includes('"is":"message"')) received()
      })
    }
  }
  const known = new WeakSet<Element>()
  let state = ''
  const look = () => {
    const title = document.querySelector('[data-message]')
    if (title && !known.has(title)) {
      known.add(title)
      title.setAttribute('elementtiming', 'message')
      now.committed = performance.now()
    }
    const is = document.querySelector('[data-state]')?.getAttribute('data-state') ?? ''
    if (is === state) return
    state = is
    // Later than what is measured.
    setTimeout(() => tell({ is: 'state', state: is }), 40)
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { paintTime, presentationTime } = entry as PerformanceEntry &
        Record<'paintTime' | 'presentationTime', number>
      now.painted = paintTime
      now.presented = presentationTime
    }
    complete()
  }).observe({ type: 'element', buffered: true })
}
