import { Session } from 'node:inspector'
import { monotonic, note, type Memory } from './marks.ts'

const session = new Session()
session.connect()

/**
 * What this process holds once all that it can let go has been collected; compiled code that was not used lately, too,
 * as when the system wants memory back. That is what is asked of a page as well.
 */
export function collectedMemory(): Memory {
  // The second collection takes what only the finalisers of the first let go.
  session.post('HeapProfiler.collectGarbage')
  session.post('HeapProfiler.collectGarbage')
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss, heapUsed, external }
}

/** From now on this process notes what it holds whenever it gets SIGUSR2. */
export function tellMemory(): void {
  process.on('SIGUSR2', () => note({ is: 'memory', memory: collectedMemory(), at: monotonic() }))
}
