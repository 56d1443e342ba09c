import { EventEmitter } from 'node:events'
import { app } from './app.ts'
import { preventable } from './preventable.ts'
import { WebContents, type WebPreferences } from './web-contents.ts'

export type WindowOptions = { kiosk?: boolean; frame?: boolean; webPreferences?: WebPreferences }

const windows = new Set<object>()

/** A window of which there is the page only: where it stands, and that it covers the screen, is just noted. */
export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents
  readonly options: WindowOptions
  isShown = false

  static getAllWindows = () => [...windows]

  constructor(options: WindowOptions = {}) {
    super()
    this.options = options
    this.webContents = new WebContents(options.webPreferences ?? {}, {
      closed: () => {
        windows.delete(this)
        this.emit('closed')
        if (windows.size === 0) app.quit()
      },
      ready: () => this.emit('ready-to-show'),
      opened: (popup) => void windows.add(popup),
    })
    windows.add(this)
    app.emit('web-contents-created', preventable({}), this.webContents)
  }

  show = () => (this.isShown = true)
  isVisible = () => this.isShown
  focus() {}
  isKiosk = () => this.options.kiosk === true
  isDestroyed = () => this.webContents.isDestroyed()
  close(): void {
    const event = preventable({})
    this.emit('close', event)
    if (!event.defaultPrevented) void this.webContents.end()
  }
}
