import { parseArgs } from 'node:util'
import { apply } from './sync/apply.ts'
import { bootstrap } from './sync/bootstrap.ts'
import { crowd } from './sync/crowd.ts'
import { liveThrough, type Customers } from './sync/customers.ts'
import { digest } from './sync/digest.ts'
import { million } from './sync/million.ts'
import { recognition } from './sync/recognition.ts'
import { table, tell } from './sync/told.ts'
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
  digest,
}
const SAMPLE = 4000

const began = performance.now()
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
const minutes = () => ((performance.now() - began) / 60_000).toFixed(1)
for (const name of chosen) {
  try {
    await PARTS[name]?.(customers, Number(values.scale))
    console.log(`(${name} is done, ${minutes()} min since the start)`)
  } catch (error) {
    // The others are worth their time all the same.
    console.error(`(${name} FAILED, ${minutes()} min since the start)`, error)
    tell(name, '', 'it FAILED, see above')
    process.exitCode = 1
  }
}
console.log(`\n${table()}`)
