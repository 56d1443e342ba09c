import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { Command } from 'commander'
import { pino } from 'pino'
import { systemClock } from '@kairos/shared/system-clock'
import { DAY } from '@kairos/shared/time'
import type { RunningHub } from './start.ts'

/** A store's hub as a program of its own. */
const program = new Command('kairos-hub')
  .description('Store hub: holds its own customers’ dialogues and decides in the store.')
  .requiredOption('--hq <url>', 'where head office is')
  .requiredOption('--enrolment <file>', 'what head office left for this store (stores/<store>.json)')
  .option('--data <folder>', 'where its database and secrets are kept', 'data/hub')
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--port <number>', 'port to listen on', Number, 4200)
  .option('--deaf-after <days>', 'recognise nobody once head office was not heard for so long', Number, 14)
  .option('--no-announce', 'do not tell the store’s network (mDNS) where this hub is')
  .option('--tablet-page <folder>', 'the built page of the associates’ tablet')
  .parse()
const options = program.opts<{
  hq: string
  enrolment: string
  data: string
  host: string
  port: number
  deafAfter: number
  announce: boolean
  tabletPage?: string
}>()
// From its second start on a hub finds its code compiled, in its data folder, where nobody else may write: it serves
// sooner, with less memory. So the rest of the program is imported only now. The first start makes the folder.
if (existsSync(options.data)) enableCompileCache(join(options.data, 'compiled'))
const [{ enrolmentSchema }, { startHub }] = await Promise.all([import('./enrolment.ts'), import('./start.ts')])
const log = pino()
const settings = {
  ...options,
  hqUrl: options.hq,
  deafAfter: options.deafAfter * DAY,
  enrolment: enrolmentSchema.parse(JSON.parse(readFileSync(options.enrolment, 'utf8'))),
}
async function start(): Promise<RunningHub> {
  const started = await startHub(settings, {
    clock: systemClock,
    random: randomBytes,
    log,
    again: () => void restart(),
  })
  log.info({ url: started.url }, 'the hub is open')
  return started
}
let hub = start()
async function restart(): Promise<void> {
  await (await hub).close()
  hub = start()
}
// Before it is open and says so: whoever hears that may end it at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void hub.then((running) => running.close()).then(() => process.exit(0)))
}
await hub
