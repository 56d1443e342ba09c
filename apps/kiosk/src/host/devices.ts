import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { deviceEventSchema, type DeviceEvent } from '@kairos/devices/device-event'
import type { LoyaltyCard } from '@kairos/shared/identity'
import { SECOND, type Clock, type Ms } from '@kairos/shared/time'
import type { ToDevices } from './device-process.ts'

const PROCESS = fileURLToPath(new URL('./device-process.ts', import.meta.url))
const RESTART_AFTER: Ms = 2 * SECOND

const fromDevicesSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('event'), event: deviceEventSchema }),
  z.object({ is: z.literal('open'), port: z.int() }),
])

export type Devices = { cards: (cards: readonly LoyaltyCard[]) => void; close: () => void }

export type DeviceParts = {
  clock: Clock
  /** Whoever has it may hand over reports of virtual devices. */
  token: string
  event: (event: DeviceEvent) => void
  /** The virtual devices' socket is open. */
  open: (port: number) => void
  say: (words: string) => void
}

/** Keeps the device process running: a fault in it, native ones too, cannot take the screen down. */
export function startDevices({ clock, token, event, open, say }: DeviceParts): Devices {
  let known: readonly LoyaltyCard[] = []
  let closed = false
  let child: ChildProcess
  const tell = (message: ToDevices) => void child.send(message)
  const start = () => {
    child = fork(PROCESS, { serialization: 'json' })
    tell({ is: 'cards', cards: [...known] })
    tell({ is: 'open', token })
    child.on('message', (raw) => {
      const message = fromDevicesSchema.safeParse(raw)
      if (!message.success) return say('the device process said something that is not understood')
      if (message.data.is === 'event') event(message.data.event)
      else open(message.data.port)
    })
    child.once('exit', (code) => {
      if (closed) return
      say(`the device process ended (${code}); it is started again`)
      clock.at(clock.now() + RESTART_AFTER, () => closed || start())
    })
  }
  start()
  return {
    cards(cards) {
      known = cards
      if (child.connected) tell({ is: 'cards', cards: [...cards] })
    },
    close() {
      closed = true
      child.kill()
    },
  }
}
