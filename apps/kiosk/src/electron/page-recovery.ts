import { SECOND, type Cancel, type Clock, type Ms } from '@kairos/shared/time'
import { nextRestart } from '../host/restarts.ts'
import { PAGE_URL, PAUSED_URL } from './served-pages.ts'

/** A page that stands still may find its way back in this time. */
export const UNRESPONSIVE_FOR: Ms = 5 * SECOND

/** What of a window's contents this needs. */
type Contents = {
  on: ((event: 'render-process-gone', then: (event: unknown, details: { reason: string }) => void) => unknown) &
    ((
      event: 'did-fail-load',
      then: (event: unknown, code: number, words: string, url: string, isMainFrame: boolean) => void,
    ) => unknown) &
    ((event: 'unresponsive', then: () => void) => unknown) &
    ((event: 'responsive', then: () => void) => unknown)
  loadURL: (url: string) => Promise<void>
  forcefullyCrashRenderer: () => void
}

export type PageRecovery = {
  /** Loads the page, after so long; meanwhile the glass says that it starts again. */
  load: (after: Ms) => void
  /** Ends the page's process, for this reason. What comes next is as if it had ended by itself. */
  end: (why: string) => void
  /** Whether the page itself is loaded, and not what stands in for it. */
  isPage: () => boolean
}
export type PageRecoveryParts = {
  contents: Contents
  clock: Clock
  say: (words: string) => void
  /** The page is gone from the glass. */
  gone: () => void
}

/**
 * Brings the page back, whatever ended it: at once the first time, then ever more slowly, and meanwhile the glass says
 * so. Its process is a new one each time; the session is not in it, so nothing of it is lost.
 */
export function recoverPage({ contents, clock, say, gone }: PageRecoveryParts): PageRecovery {
  let restarts = 0
  let startedAt = clock.now()
  let isPage = false
  let waiting: Cancel | undefined
  let grace: Cancel | undefined

  const go = (url: string) => {
    // What is not loaded is told by did-fail-load.
    void contents.loadURL(url).catch(() => {})
  }
  const load = (after: Ms) => {
    waiting?.()
    isPage = false
    const begin = () => {
      startedAt = clock.now()
      isPage = true
      go(PAGE_URL)
    }
    if (after === 0) return begin()
    go(PAUSED_URL)
    waiting = clock.at(clock.now() + after, begin)
  }
  const again = (why: string) => {
    grace?.()
    // The page that stands in for it ended too: the wait for the page goes on.
    if (!isPage) return
    const restart = nextRestart(restarts, clock.now() - startedAt)
    restarts = restart.restarts
    say(`${why}; it is loaded again in ${restart.after / SECOND} s`)
    gone()
    load(restart.after)
  }
  contents.on('render-process-gone', (_event, { reason }) => {
    // Not within the event: Electron is only just taking the process down.
    clock.at(clock.now(), () => again(`the page’s process is gone (${reason})`))
  })
  contents.on('did-fail-load', (_event, code, _words, url, isMainFrame) => {
    // -3 is a load that another one took the place of.
    if (isMainFrame && code !== -3 && url === PAGE_URL) again(`the page could not be loaded (${code})`)
  })
  const end = (why: string) => {
    say(`${why}; its process is ended`)
    contents.forcefullyCrashRenderer()
  }
  contents.on('unresponsive', () => {
    grace?.()
    grace = clock.at(clock.now() + UNRESPONSIVE_FOR, () => end('the page stands still'))
  })
  contents.on('responsive', () => grace?.())
  return { load, end, isPage: () => isPage }
}
