import type { IpcMain, IpcMainEvent, WebContents } from 'electron'
import type { ScreenFrame } from '@kairos/shared/screen-state'
import { pageShowsSchema, type PageShows } from '@kairos/shared/wire/page-host'
import type { ScreenHost } from '../host/screen-host.ts'
import { CHANNELS } from './contract.ts'
import { isOurs } from './served-pages.ts'

export type PageLink = { show: (frame: ScreenFrame) => void; beat: () => void }
export type PageLinkParts = {
  ipc: IpcMain
  contents: WebContents
  host: () => Pick<ScreenHost, 'frame' | 'press' | 'read'> | undefined
  say: (words: string) => void
  shows: (shows: PageShows) => void
}

/** Main's end of the contract: hears the one page in the one window and nobody else, and parses what it says. */
export function linkPage({ ipc, contents, host, say, shows }: PageLinkParts): PageLink {
  const isOurPage = ({ sender, senderFrame }: IpcMainEvent): boolean =>
    sender === contents && senderFrame !== null && senderFrame.parent === null && isOurs(senderFrame.url)
  const hear = (channel: string, then: (raw: unknown) => void) =>
    ipc.on(channel, (event, raw: unknown) => {
      if (isOurPage(event)) then(raw)
      else say(`something that is not the screen’s page spoke on ${channel}; it was not heard`)
    })
  const show = (frame: ScreenFrame) => {
    if (!contents.isDestroyed() && !contents.isCrashed()) contents.send(CHANNELS.frame, frame)
  }
  hear(CHANNELS.listening, () => {
    const frame = host()?.frame()
    if (frame) show(frame)
  })
  hear(CHANNELS.press, (raw) => host()?.press(raw))
  hear(CHANNELS.read, (raw) => host()?.read(raw))
  hear(CHANNELS.shows, (raw) => {
    const said = pageShowsSchema.safeParse(raw)
    if (said.success) shows(said.data)
    else say('the page said of itself what is not understood')
  })
  return {
    show,
    beat() {
      if (!contents.isDestroyed() && !contents.isCrashed()) contents.send(CHANNELS.beat)
    },
  }
}
