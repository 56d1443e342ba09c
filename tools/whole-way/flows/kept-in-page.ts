/* oxlint-disable unicorn/consistent-function-scoping -- the function is sent into a page, and takes nothing along. */

/**
 * Runs inside the page, so it may use nothing from outside itself. All that the page keeps anywhere, as text: a page that
 * keeps nothing gives empty lists. The state store is found as React holds it; one that is not found is an error.
 */
export async function keptInPage(): Promise<Record<string, string>> {
  const get = (of: unknown, key: string): unknown =>
    (typeof of === 'object' && of !== null) || typeof of === 'function' ? Reflect.get(of, key) : undefined
  const asText = (value: unknown): string => {
    const seen = new Set<unknown>()
    const plain = (_: string, each: unknown) => {
      if (typeof each !== 'object' || each === null) return each
      if (seen.has(each) || each instanceof Node || each === globalThis) return undefined
      seen.add(each)
      return each
    }
    try {
      return JSON.stringify(value, plain) ?? ''
    } catch {
      return ''
    }
  }
  /** The store is a property of the component that is connected to it. */
  const stateStore = (): unknown => {
    const root = document.querySelector('#root')
    const name = Object.keys(root ?? {}).find((key) => key.startsWith('__reactContainer'))
    const open: unknown[] = [get(root, name ?? '')]
    while (open.length > 0) {
      const fiber = open.pop()
      const store = get(get(fiber, 'memoizedProps'), 'store')
      const getState = get(store, 'getState')
      if (typeof getState === 'function') return getState()
      for (const next of [get(fiber, 'child'), get(fiber, 'sibling')]) if (next) open.push(next)
    }
    throw new Error('the page has no state store where React keeps it')
  }
  const databases = await indexedDB.databases()
  const cached = await caches.keys()
  const globals = Object.getOwnPropertyNames(globalThis).map((name) => {
    const value = get(globalThis, name)
    return typeof value === 'function' || value instanceof Storage ? '' : `${name}=${asText(value)}`
  })
  return {
    document: document.documentElement.outerHTML,
    title: document.title,
    address: location.href,
    history: asText(history.state),
    localStorage: asText(Object.entries(localStorage)),
    sessionStorage: asText(Object.entries(sessionStorage)),
    indexedDB: asText(databases),
    caches: asText(cached),
    store: asText(stateStore()),
    globals: globals.join('\n'),
    requests: asText(performance.getEntries().map((entry) => entry.name)),
  }
}
