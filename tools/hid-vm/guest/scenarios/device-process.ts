import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeviceEvent } from '@kairos/devices/device-event'
import { DEFAULT_DEVICES } from '@kairos/devices/device-settings'
import { encodeSureSwipe } from '@kairos/devices/models/magtek-sureswipe'
import type { DevicesStatus } from '@kairos/shared/device-status'
import { systemClock } from '@kairos/shared/system-clock'
import { forkDevices } from '../../../../apps/kiosk/src/host/device-child.ts'
import { startDevices } from '../../../../apps/kiosk/src/host/devices.ts'
import { sureSwipe } from '../models.ts'
import { plugIn } from '../plug-in.ts'
import { LOYALTY, OWN_CARD } from '../product.ts'
import { until } from '../until.ts'

const OWN = encodeSureSwipe('', `;${OWN_CARD}=2512?`)

await test(
  'the device process of a screen is killed while it reads, and reads again',
  { timeout: 60_000 },
  async (t) => {
    const device = await plugIn(t, sureSwipe)
    const events: DeviceEvent[] = []
    const statuses: DevicesStatus[] = []
    const kills: (() => void)[] = []
    const devices = startDevices({
      hid: true,
      settings: DEFAULT_DEVICES,
      clock: systemClock,
      token: 'a token of the virtual devices',
      event: (event) => events.push(event),
      open: () => {},
      status: (status) => statuses.push(status),
      say: (words) => t.diagnostic(words),
      startChild: (parts) => {
        const child = forkDevices(parts)
        kills.push(() => child.kill())
        return child
      },
    })
    t.after(() => devices.close())
    devices.cards(LOYALTY)
    const isReading = () => statuses.at(-1)?.devices[0]?.state === 'reading'
    const isRead = async (count: number) => {
      await until(isReading, () => statuses)
      device.send(OWN)
      await until(
        () => events.length === count,
        () => [events, statuses],
      )
    }
    await isRead(1)
    kills.at(-1)?.()
    await until(
      () => statuses.at(-1)?.trouble !== undefined,
      () => statuses,
    )
    await isRead(2)
    assert.deepEqual(
      events,
      [1, 2].map(() => ({ is: 'card', value: OWN_CARD })),
    )
  },
)
