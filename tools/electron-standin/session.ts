import { EventEmitter } from 'node:events'
import type { BrowserContext } from 'playwright-core'
import { chromiumBehind } from './chromium-behind.ts'

type Handler = (request: Request) => Promise<Response>
type Asked = (contents: unknown, permission: string, answer: (granted: boolean) => void) => void
type BeforeRequest = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void

/** What Chromium can be told to grant, by the names that Electron has for it. */
const PERMISSIONS = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'] as const

/** A partition: what it grants, serves and keeps. Electron grants everything unless it is told otherwise. */
export class Session extends EventEmitter {
  readonly partition: string
  readonly cleared: string[] = []
  readonly handlers = new Map<string, Handler>()
  devicePermission: ((details: object) => boolean) | undefined
  #asked: Asked | undefined
  #checked: ((contents: unknown, permission: string) => boolean) | undefined
  #before: BeforeRequest | undefined
  #context: Promise<BrowserContext> | undefined
  readonly protocol = { handle: (scheme: string, handler: Handler) => void this.handlers.set(scheme, handler) }
  readonly webRequest = { onBeforeRequest: (listener: BeforeRequest) => (this.#before = listener) }

  constructor(partition: string) {
    super()
    this.partition = partition
  }

  isPersistent = () => this.partition === '' || this.partition.startsWith('persist:')
  setPermissionRequestHandler = (handler: Asked) => (this.#asked = handler)
  setPermissionCheckHandler = (handler: (contents: unknown, permission: string) => boolean) => (this.#checked = handler)
  setDevicePermissionHandler = (handler: (details: object) => boolean) => (this.devicePermission = handler)
  setDisplayMediaRequestHandler() {}

  /** Granted if either way leads there: Electron asks the one for what is tried, the other for what is looked up. */
  #grants(permission: string): boolean {
    let granted = this.#asked === undefined
    this.#asked?.({}, permission, (answer) => (granted = answer))
    return granted || (this.#checked?.({}, permission) ?? true)
  }

  context(): Promise<BrowserContext> {
    return (this.#context ??= (async () => {
      const browser = await chromiumBehind()
      return browser.newContext({ viewport: null, permissions: PERMISSIONS.filter((each) => this.#grants(each)) })
    })())
  }

  cancels(url: string): boolean {
    let isCancelled = false
    this.#before?.({ url }, ({ cancel }) => (isCancelled = cancel === true))
    return isCancelled
  }

  async fetch(url: string, init?: RequestInit): Promise<Response> {
    const handler = this.handlers.get(new URL(url).protocol.slice(0, -1))
    if (handler === undefined || this.cancels(url)) throw new Error('net::ERR_BLOCKED_BY_CLIENT')
    return handler(new Request(url, init))
  }

  async clearStorageData(): Promise<void> {
    const context = await this.context()
    await context.clearCookies()
    for (const page of context.pages()) {
      const { origin } = new URL(page.url())
      if (origin === 'null') continue
      const line = await context.newCDPSession(page)
      await line.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' })
      await line.detach()
    }
  }
  clearCache = () => this.#note('cache')
  clearCodeCaches = () => this.#note('code caches')
  clearAuthCache = () => this.#note('auth cache')
  clearHostResolverCache = () => this.#note('host resolver cache')
  clearSharedDictionaryCache = () => this.#note('shared dictionary cache')

  /** Noted, for a test: Chromium has no door through which to see it. */
  async #note(what: string): Promise<void> {
    this.cleared.push(what)
  }
}

const partitions = new Map<string, Session>()
const fromPartition = (partition: string): Session => {
  const known = partitions.get(partition) ?? new Session(partition)
  partitions.set(partition, known)
  return known
}
export const session = {
  fromPartition,
  get defaultSession() {
    return fromPartition('')
  },
}
