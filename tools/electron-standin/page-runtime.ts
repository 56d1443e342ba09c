/**
 * What a preload finds in the page. Runs in the page as text: it refers to nothing outside itself. The preload gets its
 * own closure in place of an isolated world; the page sees only what `exposeInMainWorld` gives it.
 */
export function pageRuntime(
  preload: (require: (name: string) => unknown, module: { exports: object }, exports: object) => void,
  hasNode: boolean,
): void {
  type Told = { op: 'hello' } | { op: 'receive' } | { op: 'send'; channel: string; parts: unknown[] }
  type Listener = (event: object, ...parts: unknown[]) => void
  const page = globalThis as unknown as {
    kairosIpc?: (told: Told) => Promise<[string, unknown[]][]>
    [name: string]: unknown
  }
  const ipc = page.kairosIpc
  if (window.top !== window.self || ipc === undefined) return
  delete page.kairosIpc
  if (hasNode) Object.assign(page, { require: () => ({}), process: { versions: {} } })

  const listeners = new Map<string, Listener[]>()
  const ipcRenderer = {
    send: (channel: string, ...parts: unknown[]) => void ipc({ op: 'send', channel, parts }),
    on: (channel: string, listener: Listener) =>
      void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
  }
  const across = (value: unknown): unknown => {
    if (typeof value === 'function') return (...parts: unknown[]) => across(value(...parts.map(across)))
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return Object.freeze(value.map(across))
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, each]) => [name, across(each)])))
  }
  const contextBridge = {
    exposeInMainWorld(name: string, api: unknown) {
      if (name in page) throw new Error(`${name} is there already`)
      Object.defineProperty(page, name, { value: across(api), enumerable: true })
    },
  }
  const receive = async () => {
    await ipc({ op: 'hello' })
    for (;;)
      for (const [channel, parts] of await ipc({ op: 'receive' }))
        for (const listener of listeners.get(channel) ?? []) listener({}, ...parts)
  }
  // It ends with the page.
  receive().catch(() => {})
  const module = { exports: {} }
  preload(
    (name) => {
      if (name === 'electron' || name === 'electron/renderer') return { contextBridge, ipcRenderer }
      throw new Error(`a sandboxed preload finds no module ${name}`)
    },
    module,
    module.exports,
  )
}
