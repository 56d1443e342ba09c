import { z } from 'zod'
import { MOST_DEVICES, type DevicesStatus } from '@kairos/shared/device-status'
import { loyaltyCardSchema, type LoyaltyCard } from '@kairos/shared/identity'
import { systemClock } from '@kairos/shared/system-clock'
import { SECOND } from '@kairos/shared/time'
import type { DeviceEvent } from '@kairos/devices/device-event'
import { DEFAULT_DEVICES, deviceSettingsSchema } from '@kairos/devices/device-settings'
import { PluggedDevices } from '@kairos/devices/plugged-devices'
import { fileTransport } from '@kairos/devices/transport/file'
import type { Transport } from '@kairos/devices/transport/transport'
import { virtualTransport } from '@kairos/devices/transport/virtual-transport'
import { openVirtualDevices } from '@kairos/devices/virtual'
import { parentProcess } from './parent-process.ts'

/**
 * The process that owns the devices. Reports are decoded, guarded and zeroed here; only what the guard lets pass
 * leaves it. The host tells it which cards are the chain's own. A native fault ends this process and nothing else.
 */
export const toDevicesSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('cards'), cards: z.array(loyaltyCardSchema) }),
  z.object({
    is: z.literal('open'),
    /** Whoever has it may send reports of virtual devices; to this port, if it is free. */
    token: z.string().min(20),
    port: z.int(),
    /** Whether the devices of this machine are read. */
    hid: z.boolean(),
    /** A recording to play as one more device. */
    recording: z.string().exactOptional(),
    settings: deviceSettingsSchema,
  }),
])
export type ToDevices = z.infer<typeof toDevicesSchema>
/** What comes back over the same channel. */
export type FromDevices =
  | { is: 'event'; event: DeviceEvent }
  | { is: 'open'; port: number }
  | { is: 'status'; status: DevicesStatus }

/** Counts change all the time; they are told so often. Other changes are told at once. */
const COUNTS_EVERY = 2 * SECOND
/** The exit code of a process that only a new one can mend. */
const STUCK = 70

// Without its host it has nobody to tell.
const parent = parentProcess(() => process.exit(0))
let cards: LoyaltyCard[] = []
let settings = DEFAULT_DEVICES
let troubles: string[] = []
const sources: PluggedDevices[] = []
const tell = (message: FromDevices) => parent.tell(message)

function status(): DevicesStatus {
  const all = sources.map((source) => source.status())
  const trouble = [...troubles, ...all.flatMap((each) => each.trouble ?? [])].join(' ')
  const devices = all.flatMap((each) => each.devices).slice(0, MOST_DEVICES)
  return { devices, ...(trouble === '' ? {} : { trouble }) }
}

let told = ''
function tellStatus(): void {
  const now = status()
  if (JSON.stringify(now) === told) return
  told = JSON.stringify(now)
  tell({ is: 'status', status: now })
}
function tellCounts(): void {
  tellStatus()
  systemClock.at(systemClock.now() + COUNTS_EVERY, tellCounts)
}

/** Many changes within one turn are told once. */
let isTelling = false
function changed(): void {
  if (isTelling) return
  isTelling = true
  setImmediate(() => {
    isTelling = false
    tellStatus()
  })
}

const read = (transport: Transport, isVirtual: boolean) =>
  sources.push(
    new PluggedDevices({
      transport,
      clock: systemClock,
      settings: { ...settings, cards },
      isVirtual,
      event: (event) => tell({ is: 'event', event }),
      changed,
      stuck: (why) => {
        tell({ is: 'status', status: { ...status(), trouble: `The device process ends itself: ${why}.` } })
        setImmediate(() => process.exit(STUCK))
      },
    }),
  )

async function open({ token, port, hid, recording, settings: given }: Extract<ToDevices, { is: 'open' }>) {
  settings = given
  const { transport, take } = virtualTransport()
  read(transport, true)
  if (recording !== undefined) {
    const playing = fileTransport(recording, systemClock)
    if (playing.ok) read(playing.value, true)
    else troubles = [`The recording cannot be played: ${playing.error}`]
  }
  if (hid) read((await import('@kairos/devices/transport/node-hid')).nodeHid(), false)
  // The port of the process before this one, if nobody took it meanwhile: its senders need not look again.
  const virtual = await openVirtualDevices(token, take, port).catch(() => openVirtualDevices(token, take))
  tell({ is: 'open', port: virtual.port })
  tellCounts()
}

parent.hear((raw) => {
  const message = toDevicesSchema.parse(raw)
  if (message.is === 'open') void open(message)
  else {
    cards = message.cards
    for (const source of sources) source.use({ ...settings, cards })
  }
})
