import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { MINUTE } from '@kairos/shared/time'
import type { DeviceEvent } from '../device-event.ts'
import { LOYALTY, leaked } from '../payment-cards.fixture.ts'
import { SCANNERS, SWIPERS } from '../readers.fixture.ts'
import type { Faults, MemoryDevice } from '../transport/memory.ts'
import { inMemory, SETTINGS } from './plugged.fixture.ts'

const BANK = '5105105105105100'
const bankWindows = Array.from({ length: BANK.length - 6 }, (_, at) => BANK.slice(at, at + 7))
const WAYS = [
  ...SWIPERS.map(({ device, reports }) => ({ device, of: (number: string) => reports('', `;${number}=3012?`, '') })),
  ...SCANNERS.map(({ device, reports }) => ({ device, of: (number: string) => reports(number, ']C0') })),
]
/** Readers that type are opened only when they are taught: here all of them are. */
const taught = WAYS.map(({ device: { vendorId, productId } }) => ({ vendorId, productId, model: 'keyboard-wedge' }))
  .filter(({ vendorId }) => vendorId === 0x1209)
  .filter(({ productId }) => productId === 6)
const settings = { ...SETTINGS, taught }

type Step =
  | { do: 'plug'; way: number }
  | { do: 'unplug' | 'own' | 'bank' | 'half' | 'flood' | 'fail' | 'heal'; which: number }
  | { do: 'fault'; which: number; fault: keyof Faults }
  | { do: 'settings'; other: boolean }
  | { do: 'trouble'; is: boolean }
  | { do: 'wait'; ms: number }

const which = fc.nat(5)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('plug' as const), way: fc.nat(WAYS.length - 1) }) },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constantFrom('unplug', 'own', 'own', 'bank', 'bank', 'half', 'flood', 'fail', 'heal'),
      which,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      which,
      fault: fc.constantFrom('isRefused', 'isRefusedLate', 'fails', 'hangs', 'clings'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('settings' as const), other: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('trouble' as const), is: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 5, 60, 2000, 40_000) }),
  },
)
const HEALED: Faults = { isRefused: false, isRefusedLate: false, fails: false, hangs: false, clings: false }

async function play(steps: readonly Step[]): Promise<void> {
  const world = inMemory({ settings, event: (event) => take(event) })
  const { clock, transport, devices, statuses } = world
  type Plugged = { device: MemoryDevice; way: (typeof WAYS)[number]; number: string }
  let plugged: Plugged[] = []
  let made = 0
  const events: DeviceEvent[] = []
  /** Every device has cards of its own: a card names the device, which must be there. */
  const take = (event: DeviceEvent) => {
    events.push(event)
    if (event.is === 'card') expect(plugged.map(({ number }) => number)).toContain(event.value)
  }
  const plugIn = (way: Plugged['way']) =>
    plugged.push({ device: transport.plugIn(way.device), way, number: `77${String(++made).padStart(10, '0')}` })
  const send = ({ device }: Plugged, reports: readonly Uint8Array[]) => reports.forEach((report) => device.send(report))

  for (const each of steps) {
    const one = 'which' in each ? plugged[each.which] : undefined
    if (each.do === 'plug' && plugged.length < 6) WAYS.slice(each.way, each.way + 1).forEach(plugIn)
    else if (each.do === 'settings') devices.use({ ...settings, cards: each.other ? [] : LOYALTY })
    else if (each.do === 'trouble') transport.trouble = each.is ? 'no list' : undefined
    else if (each.do === 'wait') await clock.advance(each.ms)
    if (!one) continue
    if (each.do === 'unplug') {
      plugged = plugged.filter((other) => other !== one)
      transport.unplug(one.device)
    } else if (each.do === 'fault') one.device.faults = { [each.fault]: true }
    else if (each.do === 'heal') one.device.faults = HEALED
    else if (each.do === 'fail') one.device.fail('loose')
    else if (each.do === 'own') send(one, one.way.of(one.number))
    else if (each.do === 'bank') send(one, one.way.of(BANK))
    else if (each.do === 'half') send(one, one.way.of(one.number).slice(0, 3))
    else if (each.do === 'flood') for (let n = 0; n < 700; n++) one.device.send(Uint8Array.of(2, 60, n, n, n))
  }

  // Whatever happened: once all is well again and the devices are plugged in anew, every one of them is read.
  transport.trouble = undefined
  devices.use(settings)
  const ways = plugged.map(({ device, way }) => {
    device.faults = HEALED
    transport.unplug(device)
    return way
  })
  plugged = []
  await clock.advance(10 * MINUTE)
  for (const way of ways) plugIn(way)
  await clock.advance(MINUTE)
  const states = devices.status().devices.filter(({ state }) => state !== 'gone')
  expect(states.map(({ state }) => state)).toEqual(ways.map(() => 'reading'))
  events.length = 0
  for (const one of plugged) {
    send(one, one.way.of(one.number))
    await clock.advance(1000)
  }
  const expected = plugged.map(({ number }) => number)
  expect(events.map((event) => ('value' in event ? event.value : event.is))).toEqual(expected)

  const said = JSON.stringify(statuses)
  expect(bankWindows.filter((window) => said.includes(window))).toEqual([])
  expect(leaked(BANK, events)).toBeUndefined()
  await devices.close()
  expect([clock.waiting, transport.watchers]).toEqual([0, 0])
  expect(plugged.map(({ device }) => device.readers)).toEqual(plugged.map(() => 0))
}

test('whatever is plugged, unplugged, broken, mended, flooded and set, in any order, reading always comes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), (steps) => play(steps)),
    { numRuns: 150 },
  )
})
