import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeSureSwipe } from '@kairos/devices/models/magtek-sureswipe'
import { sureSwipe } from '../models.ts'
import { plugIn } from '../plug-in.ts'
import { decoder, list, openReader, OWN_CARD } from '../product.ts'

const OWN = encodeSureSwipe('', `;${OWN_CARD}=2512?`)
const BANK = encodeSureSwipe('%B4111111111111111^DOE/JANE^2912101?', ';4111111111111111=2912101?')

await test('a card reader is listed as what it is, down to its report descriptor', async (t) => {
  const device = await plugIn(t, sureSwipe)
  const listed = await list(sureSwipe)
  assert.equal(listed.length, 1)
  const { path, info, descriptor, plug, isAllowed } = listed[0] ?? {}
  assert.deepEqual(
    { path, ...info },
    {
      path: device.path,
      vendorId: 0x0801,
      productId: 0x0002,
      usagePage: 0xff00,
      usage: 1,
      manufacturer: '',
      product: sureSwipe.name,
    },
  )
  assert.deepEqual(descriptor, sureSwipe.descriptor)
  assert.match(plug ?? '', /^0003:0801:0002\./)
  assert.equal(isAllowed, true)
})

await test('swipes of own and bank cards are read whole and decoded', async (t) => {
  const device = await plugIn(t, sureSwipe)
  const reader = await openReader(t, device.path)
  const decode = decoder(sureSwipe)
  device.send(OWN)
  device.send(BANK)
  const own = await reader.next()
  assert.deepEqual(Uint8Array.from(own), OWN)
  assert.deepEqual(decode(own), [{ is: 'card', value: OWN_CARD }])
  assert.deepEqual(decode(await reader.next()), [{ is: 'paymentCard' }])
})

const BENT: [string, Uint8Array][] = [
  ['100 bytes', OWN.slice(0, 100)],
  ['3 bytes', OWN.slice(0, 3)],
  ['no bytes', new Uint8Array()],
  ['400 bytes', Uint8Array.from([...OWN, ...new Uint8Array(63).fill(0xee)])],
  ['337 bytes of FF', new Uint8Array(OWN.length).fill(0xff)],
  ['4096 bytes', new Uint8Array(4096).fill(0x30)],
]

for (const [name, bent] of BENT)
  await test(`a malformed report (${name}) yields no card, and the swipe after it is read`, async (t) => {
    const device = await plugIn(t, sureSwipe)
    const reader = await openReader(t, device.path)
    const decode = decoder(sureSwipe)
    device.send(bent)
    device.send(OWN)
    const first = await reader.next()
    const length = first.length
    const events = decode(first)
    if (length === OWN.length && events.some(({ is }) => is === 'card'))
      return t.diagnostic(`${name}: the kernel drops it`)
    t.diagnostic(`${name}: ${length} bytes arrive, decoded as ${JSON.stringify(events)}`)
    assert.ok(events.every(({ is }) => is === 'unreadable'))
    assert.deepEqual(decode(await reader.next()), [{ is: 'card', value: OWN_CARD }])
  })
