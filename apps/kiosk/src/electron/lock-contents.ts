import type { App, Input, WebContents } from 'electron'
import { isOurs } from './served-pages.ts'

/** A key that a shopper's page may hear: everything that types, and nothing that commands the window. */
export const isForThePage = ({ control, alt, meta, key }: Pick<Input, 'control' | 'alt' | 'meta' | 'key'>): boolean => {
  const isCommand = control || alt || meta
  // On many keyboards AltGr, which is Control and Alt together, is how a character is typed.
  const isTyped = control && alt && !meta && key.length === 1
  return (!isCommand || isTyped) && !/^(F\d{1,2}|Browser.*|Launch.*|Print.*|ContextMenu)$/.test(key)
}

const stay = (event: { preventDefault: () => void; url: string }) => {
  if (!isOurs(event.url)) event.preventDefault()
}

/** Whatever shows a page, the one window or one that should not be: it stays where it is, and opens nothing. */
function lockContents(contents: WebContents): void {
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault()
    choose('')
  })
  contents.on('before-input-event', (event, input) => {
    if (!isForThePage(input)) event.preventDefault()
  })
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  contents.on('did-finish-load', () => {
    contents.setZoomFactor(1)
    void contents.setVisualZoomLevelLimits(1, 1)
  })
}

/** For every page that there will ever be, and for what asks the program as a whole. */
export function lockApp(app: App): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents))
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, trust) => {
    event.preventDefault()
    trust(false)
  })
  app.on('select-client-certificate', (event, _contents, _url, _certificates, choose) => {
    event.preventDefault()
    choose()
  })
  app.on('login', (event, _contents, _details, _info, answer) => {
    event.preventDefault()
    answer()
  })
}
