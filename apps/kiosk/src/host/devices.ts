import { z } from 'zod'
import { deviceEventSchema, type DeviceEvent } from '@kairos/devices/device-event'
import type { DeviceSettings } from '@kairos/devices/device-settings'
import { devicesStatusSchema, type DevicesStatus } from '@kairos/shared/device-status'
import type { LoyaltyCard } from '@kairos/shared/identity'
import { SECOND, type Cancel, type Clock } from '@kairos/shared/time'
import type { DeviceChild, DeviceChildParts } from './device-child.ts'
import { changesInWords } from './device-log.ts'
import { nextRestart } from './restarts.ts'

const fromDevicesSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('event'), event: deviceEventSchema }),
  z.object({ is: z.literal('open'), port: z.int() }),
  z.object({ is: z.literal('status'), status: devicesStatusSchema }),
])

/** Which devices a screen has. */
export type WhichDevices = {
  /** Whether the devices of this machine are read. Virtual ones always are. */
  hid: boolean
  /** A recording to play as one more device. */
  recording?: string
  settings: DeviceSettings
}

/** How the device process is started where this runs. */
export type StartChild = (parts: DeviceChildParts) => DeviceChild

export type Devices = { cards: (cards: readonly LoyaltyCard[]) => void; close: () => void }

export type DeviceParts = WhichDevices & {
  clock: Clock
  /** Whoever has it may hand over reports of virtual devices. */
  token: string
  event: (event: DeviceEvent) => void
  /** The virtual devices' socket is open. */
  open: (port: number) => void
  status: (status: DevicesStatus) => void
  say: (words: string) => void
  startChild: StartChild
}

/** Keeps the device process running: a fault in it, native ones too, cannot take the screen down. */
export function startDevices(parts: DeviceParts): Devices {
  const { clock, token, hid, recording, settings, event, open, say, startChild } = parts
  let cards: readonly LoyaltyCard[] = []
  let port = 0
  let restarts = 0
  let isClosed = false
  let waiting: Cancel | undefined
  let child: DeviceChild | undefined
  let known: DevicesStatus = { devices: [] }

  const tell = (status: DevicesStatus) => {
    for (const words of changesInWords(known, status)) say(words)
    known = status
    parts.status(status)
  }
  const take = (raw: unknown) => {
    const message = fromDevicesSchema.safeParse(raw)
    if (!message.success) return say('the device process said something that is not understood')
    if (message.data.is === 'event') event(message.data.event)
    else if (message.data.is === 'status') tell(message.data.status)
    else open((port = message.data.port))
  }
  const start = () => {
    const startedAt = clock.now()
    const started = startChild({
      message: (raw) => {
        if (started === child) take(raw)
      },
      ended: (how) => {
        child = undefined
        if (isClosed) return
        const restart = nextRestart(restarts, clock.now() - startedAt)
        restarts = restart.restarts
        const { after } = restart
        const often = restart.often ? 'again and again, so nothing is read' : ''
        const what = ['The device process ended', often].filter(Boolean).join(' ')
        tell({ trouble: `${what} (${how}). It is started again in ${after / SECOND} s.`, devices: [] })
        waiting = clock.at(clock.now() + after, start)
      },
    })
    child = started
    child.send({ is: 'cards', cards: [...cards] })
    child.send({ is: 'open', token, port, hid, settings, ...(recording === undefined ? {} : { recording }) })
  }
  start()
  return {
    cards(other) {
      cards = other
      child?.send({ is: 'cards', cards: [...cards] })
    },
    close() {
      isClosed = true
      waiting?.()
      child?.kill()
    },
  }
}
