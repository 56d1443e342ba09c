import { parseArgs } from 'node:util'
import { apply } from './sync/apply.ts'
import { bootstrap } from './sync/bootstrap.ts'
import { crowd } from './sync/crowd.ts'
import { liveThrough, type Customers } from './sync/customers.ts'
import { million } from './sync/million.ts'
import { recognition } from './sync/recognition.ts'
import { load, whole } from './sync/words.ts'

/**
 * `npm run bench:sync [-- --only <part>]`: the store sync, each part beside what would do the same otherwise, in one
 * run. Programs are real processes that talk over loopback. `--scale .1` takes a tenth of the customers: for trying it out, not for figures.
 */
const PARTS: Record<string, (customers: Customers, scale: number) => Promise<void>> = {
  apply,
  bootstrap,
  recognition,
  crowd,
  million,
}
const SAMPLE = 4000

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, scale: { type: 'string', default: '1' } },
})
const chosen = values.only ?? Object.keys(PARTS)
for (const name of chosen)
  if (!PARTS[name]) throw new Error(`no part ${name}: there are ${Object.keys(PARTS).join(', ')}`)
const customers = await liveThrough(SAMPLE)
console.log(
  `Documents: ${whole(customers.sample)} customers of the demo chain as a head office folded them, median ${customers.median} bytes, largest ${whole(customers.largest)}; larger chains repeat them under other ids (${load()})`,
)
for (const name of chosen) await PARTS[name]?.(customers, Number(values.scale))
