import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { z } from 'zod'
import { DEFAULT_DEVICES } from '@kairos/devices/device-settings'
import { enrolmentSchema } from '@kairos/hub/enrolment'
import { screenIdSchema, zoneIdSchema } from '@kairos/shared/ids'
import { never } from '@kairos/shared/result'
import { screenRoleSchema } from '@kairos/shared/screen-state'
import { SettableClock } from '@kairos/shared/settable-clock'
import { systemClock } from '@kairos/shared/system-clock'

/**
 * One of the real programs, started as a part: composed just as its own main composes it, but given a
 * clock that the launcher can move. The programs that ship have no such door.
 */
const place = { data: z.string(), host: z.string(), port: z.int(), framedBy: z.string() }
const settingsSchema = z.discriminatedUnion('part', [
  z.object({ part: z.literal('hq'), ...place, playbook: z.string() }),
  z.object({ part: z.literal('hub'), ...place, hqUrl: z.string(), enrolment: enrolmentSchema, tabletPage: z.string() }),
  z.object({
    part: z.literal('screen'),
    ...place,
    hubUrl: z.string(),
    hubToken: z.string(),
    screen: screenIdSchema,
    role: screenRoleSchema,
    zone: zoneIdSchema.exactOptional(),
  }),
])
export type PartSettings = z.infer<typeof settingsSchema>

/** Launcher -> part. `ahead` moves the clock; `settle` asks to be told when nothing is left to fold. */
const toldSchema = z.discriminatedUnion('tell', [
  z.object({ tell: z.literal('start'), settings: settingsSchema, ahead: z.int(), logTo: z.string() }),
  z.object({ tell: z.literal('ahead'), ahead: z.int(), id: z.int() }),
  z.object({ tell: z.literal('stop') }),
])
export type Told = z.infer<typeof toldSchema>

/** Part -> launcher. */
export const partSaysSchema = z.discriminatedUnion('says', [
  z.object({
    says: z.literal('running'),
    url: z.string(),
    tokens: z.record(z.string(), z.string()),
    devices: z.object({ port: z.int(), token: z.string() }).exactOptional(),
  }),
  z.object({ says: z.literal('settled'), id: z.int() }),
  z.object({ says: z.literal('failed'), code: z.string(), words: z.string() }),
])
export type PartSays = z.infer<typeof partSaysSchema>

type Running = { says: PartSays; close: () => Promise<void>; settled: () => Promise<void> }

/** Only HQ has anything to fold. */
const settled = async () => {}

async function start(settings: PartSettings, clock: SettableClock, logTo: string): Promise<Running> {
  const log = pino(pino.destination({ dest: logTo, mkdir: true, sync: true }))
  const world = { clock, random: randomBytes, log }
  switch (settings.part) {
    case 'hq': {
      const { startHq } = await import('@kairos/hq/start')
      const hq = await startHq(settings, world)
      return {
        says: { says: 'running', url: hq.url, tokens: { console: hq.consoleToken } },
        close: hq.close,
        settled: hq.settled,
      }
    }
    case 'hub': {
      const { startHub } = await import('@kairos/hub/start')
      const hub = await startHub(settings, world)
      return { says: { says: 'running', url: hub.url, tokens: hub.tokens }, close: hub.close, settled }
    }
    case 'screen': {
      const { startHost } = await import('@kairos/kiosk/start')
      // Readers that are plugged into this machine would be read by every screen of the chain at once.
      const host = await startHost({ ...settings, devices: { hid: false, settings: DEFAULT_DEVICES } }, world)
      return {
        says: { says: 'running', url: host.url, tokens: {}, devices: await host.devices },
        close: host.close,
        settled,
      }
    }
    default:
      return never(settings)
  }
}

let clock: SettableClock | undefined
let running: Running | undefined
async function begin(settings: PartSettings, given: SettableClock, logTo: string): Promise<void> {
  try {
    running = await start(settings, given, logTo)
    say(running.says)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    say({ says: 'failed', code, words: error instanceof Error ? error.message : String(error) })
  }
}
const say = (message: PartSays) => process.send?.(message)
const stop = async () => {
  await running?.close()
  process.exit(0)
}
process.on('message', (raw) => {
  const told = toldSchema.parse(raw)
  switch (told.tell) {
    case 'start':
      clock = new SettableClock(systemClock, told.ahead)
      void begin(told.settings, clock, told.logTo)
      break
    case 'ahead':
      clock?.set(told.ahead)
      void running?.settled().then(() => say({ says: 'settled', id: told.id }))
      break
    case 'stop':
      void stop()
      break
  }
})
// A part whose launcher is gone closes its database and goes too.
process.on('disconnect', () => void stop())
// Ctrl-C reaches the whole group; the launcher tells each part when it is its turn.
process.on('SIGINT', () => {})
