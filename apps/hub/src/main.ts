import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { pino } from 'pino'
import { systemClock } from '@kairos/shared/system-clock'
import { DAY } from '@kairos/shared/time'
import { enrolmentSchema } from './enrolment.ts'
import { startHub } from './start.ts'

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
const log = pino()
const hub = await startHub(
  {
    ...options,
    hqUrl: options.hq,
    deafAfter: options.deafAfter * DAY,
    enrolment: enrolmentSchema.parse(JSON.parse(readFileSync(options.enrolment, 'utf8'))),
  },
  { clock: systemClock, random: randomBytes, log },
)
log.info({ url: hub.url }, 'the hub is open')
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void hub.close().then(() => process.exit(0)))
}
