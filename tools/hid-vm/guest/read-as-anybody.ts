import { argv } from 'node:process'
import { DEFAULT_DEVICES } from '@kairos/devices/device-settings'
import { PluggedDevices } from '@kairos/devices/plugged-devices'
import { nodeHid } from '@kairos/devices/transport/node-hid'
import { systemClock } from '@kairos/shared/system-clock'
import { sureSwipe } from './models.ts'
import { list, LOYALTY, open } from './product.ts'

/**
 * Run by a user without rights. Says, one JSON object a line: what is listed and what opening the device file in
 * `argv` gives; then, reading the devices, each event and each status.
 */
const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`)
const opened = await open(argv[2] ?? '').then(
  () => 'opened',
  (error: unknown) => String(error),
)
say({ listed: (await list(sureSwipe)).map(({ path }) => path), opened })
const plugged: PluggedDevices = new PluggedDevices({
  transport: nodeHid(),
  clock: systemClock,
  settings: { ...DEFAULT_DEVICES, cards: LOYALTY },
  event: (event) => say({ event }),
  changed: () => say({ devices: plugged.status().devices.map(({ state, why }) => ({ state, why })) }),
  stuck: (why) => say({ stuck: why }),
})
