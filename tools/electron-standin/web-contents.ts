import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Page, Route } from 'playwright-core'
import { carried, meant } from './address.ts'
import { endPages } from './chromium-behind.ts'
import { ipcMain } from './ipc-main.ts'
import { pageRuntime } from './page-runtime.ts'
import { preventable } from './preventable.ts'
import { session as sessions, type Session } from './session.ts'

export type WebPreferences = {
  preload?: string
  session?: Session
  sandbox?: boolean
  nodeIntegration?: boolean
  [name: string]: unknown
}
type Told = { op: 'hello' } | { op: 'receive' } | { op: 'send'; channel: string; parts: unknown[] }
type Sent = [channel: string, parts: unknown[]]
export type KeyEvent = { type: string; keyCode: string; modifiers?: string[] }

const DEFAULTS = { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, devTools: true }

/** One page of Chromium, as Electron's main process knows it. A page that crashed is replaced by a new one. */
export class WebContents extends EventEmitter {
  readonly session: Session
  readonly #preferences: WebPreferences
  readonly #window: { closed: () => void; ready: () => void; opened: (page: Page) => void }
  #page: Promise<Page>
  #url = ''
  #isGone = false
  #isCrashed = false
  #queue: Sent[] = []
  #wake: (() => void) | undefined
  #allowed = new Set<string>()
  #opens: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  #zoom = 1
  #rtc = 'default'
  /** Limits of zooming with two fingers, as they were set last. */
  zoomLimits: number[] = []

  constructor(
    preferences: WebPreferences,
    window: { closed: () => void; ready: () => void; opened: (page: Page) => void },
  ) {
    super()
    this.#preferences = preferences
    this.#window = window
    this.session = preferences.session ?? sessions.defaultSession
    // After whoever makes the window had the time to lock the partition.
    this.#page = Promise.resolve().then(() => this.#open())
  }

  async #open(): Promise<Page> {
    const context = await this.session.context()
    // A process that was waiting for a page may have ended with the one before.
    const page = await context.newPage().catch(() => context.newPage())
    await page.setViewportSize({ width: 1080, height: 1920 })
    const { preload, nodeIntegration = false, sandbox = true } = this.#preferences
    await page.exposeBinding('kairosIpc', ({ frame }, told: Told) => this.#take(frame.url(), told))
    const hasNode = nodeIntegration && !sandbox
    if (preload !== undefined)
      await page.addInitScript({
        content: `(${String(pageRuntime)})((require,module,exports)=>{${readFileSync(preload, 'utf8')}\n},${hasNode})`,
      })
    await page.route('**/*', (route) => this.#request(page, route))
    page.on('popup', (popup) => {
      if (this.#opens({ url: popup.url() }).action === 'deny') void popup.close()
      else this.#window.opened(popup)
    })
    page.on('crash', () => {
      this.#isCrashed = true
      this.emit('render-process-gone', preventable({}), { reason: 'crashed', exitCode: 139 })
    })
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.#url = meant(frame.url())
    })
    page.on('load', () => {
      this.emit('did-finish-load', preventable({}))
      this.#window.ready()
    })
    return page
  }

  async #take(url: string, told: Told): Promise<Sent[]> {
    if (told.op === 'hello') {
      this.#queue = []
      this.#wake = undefined
      return []
    }
    if (told.op === 'receive') {
      if (this.#queue.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve))
      return this.#queue.splice(0)
    }
    ipcMain.emit(told.channel, { sender: this, senderFrame: { url: meant(url), parent: null } }, ...told.parts)
    return []
  }

  async #request(page: Page, route: Route): Promise<void> {
    const request = route.request()
    const url = meant(request.url())
    if (request.isNavigationRequest() && request.frame() === page.mainFrame() && !this.#allowed.delete(request.url())) {
      const event = preventable({ url })
      this.emit('will-navigate', event)
      if (event.defaultPrevented) return route.abort('aborted')
    }
    if (this.session.cancels(url)) return route.abort('blockedbyclient')
    const handler = this.session.handlers.get(url.split(':')[0] ?? '')
    if (handler === undefined) return route.continue()
    const response = await handler(new Request(url, { method: request.method() }))
    const body = Buffer.from(await response.arrayBuffer())
    await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body })
  }

  async loadURL(url: string): Promise<void> {
    if (this.#isCrashed) {
      const old = await this.#page
      this.#isCrashed = false
      this.#page = this.#open()
      void old.close().catch(() => {})
    }
    const page = await this.#page
    this.#allowed.add(new URL(carried(url)).href)
    try {
      await page.goto(carried(url))
    } catch (error) {
      const isReplaced = /interrupted|ERR_ABORTED|crash|closed/i.test(String(error))
      // The page that says so must have come before anything else may be loaded.
      if (!isReplaced) await page.waitForURL(/^chrome-error:/, { timeout: 5_000 }).catch(() => {})
      this.emit('did-fail-load', preventable({}), isReplaced ? -3 : -2, String(error), url, true)
      throw error
    }
  }

  send(channel: string, ...parts: unknown[]): void {
    this.#queue.push([channel, structuredClone(parts)])
    this.#wake?.()
    this.#wake = undefined
  }

  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.#page).evaluate(code)
  }

  sendInputEvent({ type, keyCode, modifiers = [] }: KeyEvent): void {
    const has = (name: string) => modifiers.includes(name)
    const keys = { control: has('control'), alt: has('alt'), meta: has('meta'), shift: has('shift') }
    const event = preventable({})
    this.emit('before-input-event', event, { type, key: keyCode, ...keys })
    if (!event.defaultPrevented && type === 'keyDown') void this.#page.then((page) => page.keyboard.press(keyCode))
  }

  /** Ends the page's process, even of a page that stands still. */
  forcefullyCrashRenderer(): void {
    void endPages()
  }

  /** The window is closed. */
  async end(): Promise<void> {
    this.#isGone = true
    await (await this.#page).close()
    this.#window.closed()
  }

  readonly navigationHistory = {
    clear: () => void this.session.cleared.push('history'),
  }
  getURL = () => this.#url
  getLastWebPreferences = () => ({ ...DEFAULTS, ...this.#preferences })
  isDestroyed = () => this.#isGone
  isCrashed = () => this.#isCrashed
  setWindowOpenHandler = (handler: (details: { url: string }) => { action: string }) => (this.#opens = handler)
  setZoomFactor = (factor: number) => (this.#zoom = factor)
  getZoomFactor = () => this.#zoom
  setWebRTCIPHandlingPolicy = (policy: string) => (this.#rtc = policy)
  getWebRTCIPHandlingPolicy = () => this.#rtc
  async setVisualZoomLevelLimits(least: number, most: number): Promise<void> {
    this.zoomLimits = [least, most]
  }
}
