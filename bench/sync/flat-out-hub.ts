import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { enrolmentSchema } from '@kairos/hub/enrolment'
import { startHub } from '@kairos/hub/start'
import { FLAT_OUT } from '@kairos/replica/pace'
import { systemClock } from '@kairos/shared/system-clock'

/** A hub that reads flat out whoever is in the store: no program that ships does so. Takes the hub's options. */
const text = { type: 'string', default: '' } as const
const { values } = parseArgs({ options: { hq: text, enrolment: text, data: text, port: text } })
const log = pino()
const hub = await startHub(
  {
    data: values.data,
    hqUrl: values.hq,
    host: '127.0.0.1',
    port: Number(values.port),
    enrolment: enrolmentSchema.parse(JSON.parse(readFileSync(values.enrolment, 'utf8'))),
  },
  { clock: systemClock, random: randomBytes, log, pace: () => FLAT_OUT },
)
log.info({ url: hub.url }, 'the hub is open')
process.once('SIGTERM', () => void hub.close().then(() => process.exit(0)))
