import { randomBytes } from 'node:crypto'
import { Command } from 'commander'
import { pino } from 'pino'
import { systemClock } from '@kairos/shared/system-clock'
import { startHq } from './start.ts'

/** Head office as a program of its own. */
const program = new Command('kairos-hq')
  .description('Head office: takes in events, runs dialogues, feeds the stores.')
  .requiredOption('--playbook <folder>', 'the chain’s playbook')
  .option('--data <folder>', 'where its database and secrets are kept', 'data/hq')
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--port <number>', 'port to listen on', Number, 4100)
  .parse()
const log = pino()
const hq = await startHq(program.opts(), { clock: systemClock, random: randomBytes, log })
// Before it says that it is open: whoever hears that may end it at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void hq.close().then(() => process.exit(0)))
}
log.info({ url: hq.url }, 'head office is open')
