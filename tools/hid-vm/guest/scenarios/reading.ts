import assert from 'node:assert/strict'
import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { test } from 'node:test'
import { encodeSureSwipe } from '@kairos/devices/models/magtek-sureswipe'
import { encodeScan, keyboard, scanner, sureSwipe } from '../models.ts'
import { plugIn } from '../plug-in.ts'
import { readAll, OWN_CARD, type Reading } from '../product.ts'
import type { UhidModel } from '../uhid.ts'
import { until } from '../until.ts'

const OWN = encodeSureSwipe('', `;${OWN_CARD}=2512?`)
const CARD = { is: 'card', value: OWN_CARD }
const BANK = encodeSureSwipe('%B4111111111111111^DOE/JANE^2912101?', ';4111111111111111=2912101?')

const isIn = (reading: Reading, model: UhidModel, states: string[]) =>
  until(
    () => JSON.stringify(reading.devices(model).map(({ state }) => state)) === JSON.stringify(states),
    () => reading.status(),
  )
const hasRead = (reading: Reading, count: number) =>
  until(
    () => reading.events.length >= count,
    () => [reading.events.length, reading.status()],
  )

await test('the product sees what is plugged in and what is unplugged, again and again', async (t) => {
  const reading = readAll(t)
  for (const round of [1, 2, 3]) {
    const device = await plugIn(t, sureSwipe)
    const plugged = performance.now()
    await isIn(reading, sureSwipe, ['reading'])
    const seen = performance.now()
    device.send(OWN)
    device.send(BANK)
    await hasRead(reading, 2 * round)
    const unplugged = performance.now()
    device.destroy()
    await isIn(reading, sureSwipe, ['gone'])
    const times = [seen - plugged, performance.now() - unplugged].map((time) => `${Math.round(time)} ms`)
    t.diagnostic(`round ${round}: read after ${times[0]}, gone after ${times[1]}`)
  }
  assert.deepEqual(
    reading.events,
    [1, 2, 3].flatMap(() => [CARD, { is: 'paymentCard' }]),
  )
  assert.doesNotMatch(JSON.stringify(reading.statuses), /4111|DOE/)
})

await test('the product reads two identical scanners each for itself, parts of their scans in turn', async (t) => {
  const reading = readAll(t)
  const devices = [await plugIn(t, scanner), await plugIn(t, scanner)]
  await isIn(reading, scanner, ['reading', 'reading'])
  const texts = ['a', 'b'].map((letter) => `https://kairos.example/${letter.repeat(70)}`)
  const parts = texts.map((text) => encodeScan(text))
  for (const part of [0, 1])
    for (const [index, device] of devices.entries()) device.send(parts[index]?.[part] ?? new Uint8Array())
  await hasRead(reading, 2)
  assert.deepEqual(reading.events.map((event) => (event.is === 'code' ? event.text : event.is)).toSorted(), texts)
})

await test('a scanner that floods is closed for a while and reported, and the reader beside it is read', async (t) => {
  const reading = readAll(t)
  const [flooding, reader] = [await plugIn(t, scanner), await plugIn(t, sureSwipe)]
  await isIn(reading, scanner, ['reading'])
  await isIn(reading, sureSwipe, ['reading'])
  const [report] = encodeScan('12345')
  const end = performance.now() + 10_000
  // Until it is noticed: a guest that is slow itself takes its time to read so much.
  while (reading.devices(scanner)[0]?.state !== 'resting' && performance.now() < end) {
    for (let number = 0; number < 200; number++) flooding.send(report ?? new Uint8Array())
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const [status] = reading.devices(scanner)
  assert.equal(status?.state, 'resting')
  assert.match(status?.why ?? '', /It sent more than 100 reads within a second/)
  const codes = reading.events.length
  for (let number = 0; number < 500; number++) flooding.send(report ?? new Uint8Array())
  reader.send(OWN)
  await hasRead(reading, codes + 1)
  assert.deepEqual(reading.events.slice(codes), [CARD])
})

await test('a keyboard of people is listed and never opened', async (t) => {
  const reading = readAll(t)
  const device = await plugIn(t, keyboard)
  await isIn(reading, keyboard, ['personal'])
  const open = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(join('/proc/self/fd', fd))
    } catch {
      return ''
    }
  })
  assert.ok(!open.includes(device.path))
})
