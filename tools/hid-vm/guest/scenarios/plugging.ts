import assert from 'node:assert/strict'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { test } from 'node:test'
import { encodeSureSwipe } from '@kairos/devices/models/magtek-sureswipe'
import HID from 'node-hid'
import { scanner, sureSwipe } from '../models.ts'
import { plugIn } from '../plug-in.ts'
import { decoder, list, openReader, OWN_CARD } from '../product.ts'

const OWN = encodeSureSwipe('', `;${OWN_CARD}=2512?`)

await test('a reader unplugged while it is read says so; plugged in again it is read again', async (t) => {
  for (const round of [1, 2, 3]) {
    const device = await plugIn(t, sureSwipe)
    const reader = await openReader(t, device.path)
    device.send(OWN)
    assert.deepEqual(decoder(sureSwipe)(await reader.next()), [{ is: 'card', value: OWN_CARD }])
    const began = performance.now()
    device.destroy()
    const why = await reader.ended
    t.diagnostic(`round ${round}: ${why}, after ${Math.round(performance.now() - began)} ms`)
    assert.match(why, /could not read from HID device/)
    assert.deepEqual(await list(sureSwipe), [])
    await reader.close()
    await assert.rejects(openReader(t, device.path), (error) => {
      t.diagnostic(`opened when it is gone: ${String(error)}`)
      return true
    })
  }
})

await test('node-hid without promises emits an Error when the reader is unplugged', async (t) => {
  const device = await plugIn(t, sureSwipe)
  const reader = new HID.HID(device.path)
  t.after(() => reader.close())
  const ended = once(reader, 'nothing', { signal: AbortSignal.timeout(5000) })
  reader.on('data', () => undefined)
  device.destroy()
  await assert.rejects(ended, (error) => {
    t.diagnostic(String(error))
    return error instanceof Error && error.name !== 'AbortError'
  })
})

await test('a reader unplugged and plugged in faster than anybody looks is another device', async (t) => {
  const first = await plugIn(t, sureSwipe)
  const reader = await openReader(t, first.path)
  first.destroy()
  const second = await plugIn(t, sureSwipe)
  t.diagnostic(`${first.path}, then ${second.path}`)
  second.send(OWN)
  assert.match(await reader.ended, /could not read from HID device/)
  await reader.close()
  const again = await openReader(t, second.path)
  second.send(OWN)
  assert.deepEqual(decoder(sureSwipe)(await again.next()), [{ is: 'card', value: OWN_CARD }])
})

await test('what is plugged in next may be given the device file of what went: a path is no name', async (t) => {
  const first = await plugIn(t, sureSwipe)
  first.destroy()
  const second = await plugIn(t, scanner)
  assert.equal(second.path, first.path)
  assert.deepEqual(await list(sureSwipe), [])
  assert.deepEqual(
    (await list(scanner)).map(({ path }) => path),
    [second.path],
  )
})

await test('of two identical readers each is read for itself, and one goes without the other', async (t) => {
  const devices = [await plugIn(t, sureSwipe), await plugIn(t, sureSwipe)] as const
  assert.deepEqual(
    (await list(sureSwipe)).map(({ path }) => path),
    devices.map(({ path }) => path).toSorted(),
  )
  const readers = [await openReader(t, devices[0].path), await openReader(t, devices[1].path)] as const
  const cards = ['6360011111111', '6360012222222'] as const
  // Both before either is read: neither may end up in the other's queue.
  for (const index of [1, 0] as const) devices[index].send(encodeSureSwipe('', `;${cards[index]}=2512?`))
  for (const index of [0, 1] as const)
    assert.deepEqual(decoder(sureSwipe)(await readers[index].next()), [{ is: 'card', value: cards[index] }])
  devices[0].destroy()
  await readers[0].ended
  await readers[0].close()
  devices[1].send(OWN)
  assert.deepEqual(decoder(sureSwipe)(await readers[1].next()), [{ is: 'card', value: OWN_CARD }])
})
