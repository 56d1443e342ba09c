import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeviceEvent } from '@kairos/devices/device-event'
import { encodeScan, scanner } from '../models.ts'
import { plugIn } from '../plug-in.ts'
import { decoder, list, openReader } from '../product.ts'

const ADDRESS = 'https://kairos.example/c/'.padEnd(150, 'AbC-dEf.')

await test('a scan continued over several reports is one code, and so is the next', async (t) => {
  const device = await plugIn(t, scanner)
  const [listed] = await list(scanner)
  assert.deepEqual([listed?.info.usagePage, listed?.info.usage], [0x8c, 0x02])
  const reader = await openReader(t, device.path)
  const decode = decoder(scanner)
  const reports = [...encodeScan(ADDRESS, ']Q1'), ...encodeScan('5901234123457', ']E0')]
  for (const report of reports) device.send(report)
  const events: DeviceEvent[] = []
  for (const report of reports) {
    const read = await reader.next()
    assert.deepEqual(Uint8Array.from(read), Uint8Array.from(report))
    events.push(...decode(read))
  }
  assert.deepEqual(
    events.map((event) => (event.is === 'code' ? event.text : event.is)),
    [ADDRESS, '5901234123457'],
  )
})

await test('a report whose id the descriptor does not know never arrives', async (t) => {
  const device = await plugIn(t, scanner)
  const reader = await openReader(t, device.path)
  device.send(Uint8Array.from([0x77, 1, 2, 3]))
  const [known] = encodeScan('5901234123457', ']E0')
  assert.ok(known)
  device.send(known)
  assert.deepEqual(Uint8Array.from(await reader.next()), Uint8Array.from(known))
})
