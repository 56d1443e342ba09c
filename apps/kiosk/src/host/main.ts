import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { pino } from 'pino'
import { screenIdSchema, zoneIdSchema } from '@kairos/shared/ids'
import { screenRoleSchema } from '@kairos/shared/screen-state'
import { systemClock } from '@kairos/shared/system-clock'
import { DEFAULT_DEVICES, deviceSettingsSchema } from '@kairos/devices/device-settings'
import { startHost } from './start.ts'

/** A screen's host as a program of its own, for where there is no Electron. */
const program = new Command('kairos-screen')
  .description('The host of a kiosk, a smart cart or an aisle screen; its page opens in a browser.')
  .requiredOption('--hub <url>', 'where the store’s hub is')
  .requiredOption('--hub-token-file <file>', 'a file that holds the hub’s token for screens')
  .requiredOption('--screen <id>', 'this screen’s name')
  .requiredOption('--role <role>', 'kiosk, cart or aisle')
  .option('--zone <id>', 'where it stands')
  .option('--data <folder>', 'where its secrets are kept', 'data/screen')
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--port <number>', 'port to listen on', Number, 4300)
  .option('--no-hid', 'read no devices of this machine (virtual ones always are)')
  .option(
    '--device-settings <file>',
    'a JSON file: layout of readers that type, and devices to teach (docs/devices.md)',
  )
  .option('--recording <file>', 'play a recording of “kairos devices learn” as one more device')
  .parse()
const options = program.opts<
  Record<'hub' | 'hubTokenFile' | 'screen' | 'role' | 'data' | 'host', string> & {
    port: number
    zone?: string
    hid: boolean
    deviceSettings?: string
    recording?: string
  }
>()
const log = pino()
const { hid, deviceSettings, recording } = options
const settings =
  deviceSettings === undefined
    ? DEFAULT_DEVICES
    : deviceSettingsSchema.parse(JSON.parse(readFileSync(deviceSettings, 'utf8')))
const running = await startHost(
  {
    data: options.data,
    hubUrl: options.hub,
    hubToken: readFileSync(options.hubTokenFile, 'utf8').trim(),
    screen: screenIdSchema.parse(options.screen),
    role: screenRoleSchema.parse(options.role),
    ...(options.zone === undefined ? {} : { zone: zoneIdSchema.parse(options.zone) }),
    host: options.host,
    port: options.port,
    devices: { hid, settings, ...(recording === undefined ? {} : { recording }) },
  },
  { clock: systemClock, random: randomBytes, log },
)
log.info('the screen is up; its page’s address is in its data folder')
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void running.close().then(() => process.exit(0)))
}
