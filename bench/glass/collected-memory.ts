import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Memory } from './marks.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** What this process holds once all that it can let go has been collected. */
export function collectedMemory(): Memory {
  // The second collection takes what only the finalisers of the first let go.
  collect()
  collect()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss, heapUsed, external }
}
