import { parseArgs } from 'node:util'
import { latency } from './latency.ts'
import { sessions } from './sessions.ts'
import { openGlassStore, type GlassStore } from './store.ts'
import { liveThrough } from '../sync/customers.ts'
import { load, whole } from '../sync/words.ts'

/**
 * `npm run bench:glass [-- --only <part>]`: from a card's report to its message on the glass, beside the floor; and many
 * shoppers one after the other. Programs are real processes that talk over loopback, the page is in a real Chromium.
 * `--minutes 20` lets in no more shoppers after so long, in each part. `--scale .1` takes a tenth of everything: for trying it out, not for figures. Ends with 1 if an aim was missed.
 */
const PARTS: Record<string, (store: GlassStore, scale: number, minutes: number) => Promise<boolean>> = {
  latency,
  sessions,
}
const CUSTOMERS = 200_000
const SAMPLE = 4000

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    scale: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '120' },
  },
})
const chosen = values.only ?? Object.keys(PARTS)
for (const name of chosen)
  if (!PARTS[name]) throw new Error(`no part ${name}: there are ${Object.keys(PARTS).join(', ')}`)
// Whoever ends this early leaves no program behind: each is ended as this one exits.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const scale = Number(values.scale)
const customers = await liveThrough(Math.max(400, SAMPLE * scale))
console.log(
  `Documents: ${whole(customers.sample)} customers of the demo chain as a head office folded them, median ${customers.median} bytes; the others repeat them under other ids and cards (${load()})`,
)
let met = true
for (const name of chosen) {
  // A store of its own for each: what one leaves behind is not the other's.
  const store = await openGlassStore(customers, CUSTOMERS * scale)
  try {
    met = ((await PARTS[name]?.(store, scale, Number(values.minutes))) ?? true) && met
  } finally {
    await store.close()
  }
}
process.exitCode = met ? 0 : 1
