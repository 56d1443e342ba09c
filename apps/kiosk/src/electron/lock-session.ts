import type { Session } from 'electron'
import { isOurs, SCHEME, servePage } from './served-pages.ts'

/** In memory only: its name does not begin with `persist:`. Electron never frees a partition, so there is one. */
export const PARTITION = 'screen'

/** The partition of the page: it serves the page's own files, and gives and asks nothing else. */
export function lockSession(session: Session, pages: string): void {
  session.protocol.handle(SCHEME, (request) => servePage(pages, request))
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !isOurs(url) && !url.startsWith('data:image/') }),
  )
  // Electron grants whatever is asked for unless it is told otherwise.
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
  // Devices are read in a process of their own; what the page could choose from is nothing.
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault()
    choose()
  })
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault()
    choose()
  })
  session.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault()
    choose('')
  })
  session.on('will-download', (event) => event.preventDefault())
}
