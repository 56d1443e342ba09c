import { clipboard, ipcMain, session as sessions } from 'electron'
import type { ScreenFrame } from '@kairos/shared/screen-state'
import type { Clock, Ms } from '@kairos/shared/time'
import type { ScreenHost } from '../host/screen-host.ts'
import { BEAT_EVERY } from './contract.ts'
import { lockSession, PARTITION } from './lock-session.ts'
import { openWindow } from './open-window.ts'
import { linkPage } from './page-link.ts'
import { recoverPage } from './page-recovery.ts'
import { endsSession } from './session-end.ts'
import { answered, beaten, NEW_WATCH, troubleOf } from './watchdog.ts'
import { wipe } from './wipe.ts'

export type ShellParts = {
  clock: Clock
  say: (words: string) => void
  /** The folder of the built pages, and the built preload. */
  pages: string
  preload: string
  startHost: (show: (frame: ScreenFrame) => void) => ScreenHost
  /** How long to wait before the host is started, where the program has just ended by itself. */
  after: Ms
}
export type Shell = { focus: () => void; close: () => void }

/** The window, and the host behind it: what the one says reaches the other, and what fails is brought back. */
export function openShell({ clock, say, pages, preload, startHost, after }: ShellParts): Shell {
  const session = sessions.fromPartition(PARTITION, { cache: false })
  lockSession(session, pages)
  const window = openWindow(preload, session)
  const contents = window.webContents
  let host: ScreenHost | undefined
  let watch = NEW_WATCH
  let shown: ScreenFrame | undefined
  let isClosing = false

  const recovery = recoverPage({
    contents,
    clock,
    say,
    gone() {
      watch = NEW_WATCH
      // What is not on the glass any more is not being read.
      host?.press({ press: 'painted' })
    },
  })
  const link = linkPage({
    ipc: ipcMain,
    contents,
    host: () => host,
    say,
    shows: (shows) => {
      if (host) watch = answered(watch, shows, host.frame().state)
    },
  })
  const wipeAll = () =>
    wipe(session, contents, clipboard).catch(() => recovery.end('what the page keeps could not be wiped'))
  const show = (frame: ScreenFrame) => {
    if (shown && endsSession(shown.state, frame.state)) void wipeAll()
    shown = frame
    link.show(frame)
  }
  const beat = () => {
    if (isClosing) return
    link.beat()
    watch = recovery.isPage() ? beaten(watch) : NEW_WATCH
    const trouble = troubleOf(watch)
    if (trouble !== undefined) {
      watch = NEW_WATCH
      recovery.end(trouble)
    }
    clock.at(clock.now() + BEAT_EVERY, beat)
  }

  window.once('ready-to-show', () => window.show())
  window.on('close', (event) => {
    if (!isClosing) event.preventDefault()
  })
  window.on('system-context-menu', (event) => event.preventDefault())
  recovery.load(after)
  const begin = () => {
    host = startHost(show)
    show(host.frame())
    beat()
  }
  if (after === 0) begin()
  else clock.at(clock.now() + after, begin)
  return {
    focus: () => window.focus(),
    close() {
      isClosing = true
      host?.close()
    },
  }
}
