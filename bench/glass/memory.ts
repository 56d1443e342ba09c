import { readFileSync } from 'node:fs'
import type { Browser, CDPSession } from 'playwright-core'
import { until } from '../sync/words.ts'
import type { ClockedHost } from './clocked-host.ts'
import { marksIn } from './marks.ts'
import type { GlassStore } from './store.ts'

/** What each part holds after so many sessions: heaps in bytes after a full collection, resident memory, and counts. */
export type Held = { sessions: number } & Record<Part, number>
export const PARTS = {
  'page: heap': 'kB',
  'page: nodes of documents': '',
  'page: listeners': '',
  'page: resident': 'kB',
  'host: heap': 'kB',
  'host: resident': 'kB',
  'device process: heap': 'kB',
  'device process: resident': 'kB',
  'hub: heap': 'kB',
  'hub: outside the heap': 'kB',
  'hub: resident': 'kB',
} as const
export type Part = keyof typeof PARTS

const residentOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)

/** What a watched program holds. */
async function ofProgram({ marks }: GlassStore, pid: number) {
  const before = marksIn(marks, pid).filter(({ is }) => is === 'memory').length
  process.kill(pid, 'SIGUSR2')
  return until('its memory', async () => {
    const said = marksIn(marks, pid).flatMap((mark) => (mark.is === 'memory' ? [mark.memory] : []))
    return said[before]
  })
}

async function ofPage(browser: Browser, cdp: CDPSession) {
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  const metric = (name: string) => metrics.find((each) => each.name === name)?.value ?? Number.NaN
  const all = await browser.newBrowserCDPSession()
  const { processInfo } = await all.send('SystemInfo.getProcessInfo')
  await all.detach()
  // One page is open; a browser may keep a spare renderer, which does nothing.
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentOf(id))
  const resident = renderers.reduce((sum, each) => sum + each, 0)
  return { heap: usedSize, nodes: metric('Nodes'), listeners: metric('JSEventListeners'), resident }
}

export async function heldBy(
  sessions: number,
  store: GlassStore,
  host: ClockedHost,
  { browser, cdp }: { browser: Browser; cdp: CDPSession },
): Promise<Held> {
  const [page, ofHost, hub] = [await ofPage(browser, cdp), await host.memory(), await ofProgram(store, store.hub.pid)]
  const [devicesPid = 0] = childrenOf(host.pid)
  const devices = await ofProgram(store, devicesPid)
  return {
    sessions,
    'page: heap': page.heap,
    'page: nodes of documents': page.nodes,
    'page: listeners': page.listeners,
    'page: resident': page.resident,
    'host: heap': ofHost.heapUsed,
    'host: resident': ofHost.rss,
    'device process: heap': devices.heapUsed,
    'device process: resident': devices.rss,
    'hub: heap': hub.heapUsed,
    'hub: outside the heap': hub.external,
    'hub: resident': hub.rss,
  }
}
