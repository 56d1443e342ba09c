import { randomBytes } from 'node:crypto'
import { Command } from 'commander'
import { pino, type Logger } from 'pino'
import { findHubs, theHub } from '@kairos/shared/hub-on-network'
import { systemClock } from '@kairos/shared/system-clock'
import { screenOf, settingsFrom, settingsInWords, type ScreenSettingsFile } from './screen-settings.ts'
import { startHost } from './start.ts'

/** A screen's host as a program of its own, for where there is no Electron. */
const program = new Command('kairos-screen')
  .description('The host of a kiosk, a smart cart or an aisle screen; its page opens in a browser.')
  .option('--settings <file>', 'a JSON file with all that stands below; options of the command count before it')
  .option('--hub <url>', 'where the store’s hub is; without it, the hub is looked for on the network')
  .option('--store <id>', 'whose hub, where the network has several')
  .option('--hub-token-file <file>', 'a file that holds the hub’s token for screens')
  .option('--screen <id>', 'this screen’s name')
  .option('--role <role>', 'kiosk, cart or aisle')
  .option('--zone <id>', 'where it stands')
  .option('--data <folder>', 'where its secrets are kept')
  .option('--host <address>', 'address to listen on')
  .option('--port <number>', 'port to listen on', Number)
  .option('--no-hid', 'read no devices of this machine (virtual ones always are)')
  .option('--self-test', 'begin with the installer’s self-test')
  .option(
    '--device-settings <file>',
    'a JSON file: layout of readers that type, and devices to teach (docs/devices.md)',
  )
  .option('--recording <file>', 'play a recording of “kairos devices learn” as one more device')
  .addHelpText('after', `\nIn the file of --settings:\n${settingsInWords()}`)
  .parse()
const log = pino()

const {
  settings: file,
  deviceSettings,
  recording,
  hid,
  ...options
} = program.opts<{
  settings?: string
  deviceSettings?: string
  recording?: string
  hid: boolean
}>()
const read = settingsFrom(file, {
  ...options,
  ...(hid ? {} : { hid }),
  ...(deviceSettings === undefined ? {} : { deviceSettingsFile: deviceSettings }),
})
if (!read.ok) program.error(read.error)
else await run(read.value)

async function run(settings: ScreenSettingsFile): Promise<void> {
  const { hub, host, port } = settings
  const screen = screenOf(settings, hub ?? (await hubOnNetwork(settings, log)))
  const devices = { ...screen.devices, ...(recording === undefined ? {} : { recording }) }
  const running = await startHost({ ...screen, devices, host, port }, { clock: systemClock, random: randomBytes, log })
  log.info('the screen is up; its page’s address is in its data folder')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void running.close().then(() => process.exit(0)))
  }
}

/** A screen may be switched on before its hub is: it looks until there is one, and says what it is waiting for. */
async function hubOnNetwork({ store }: ScreenSettingsFile, log: Logger): Promise<string> {
  for (;;) {
    const found = theHub(await findHubs(systemClock, (error) => log.warn(error)), store)
    if (found.ok) {
      log.info(found.value, 'the hub was found on the network')
      return found.value.url
    }
    log.warn(found.error)
  }
}
