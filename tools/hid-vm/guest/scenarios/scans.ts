import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeScan, SCAN, scanner } from '../models.ts'
import { plugIn } from '../plug-in.ts'
import { list, openReader } from '../product.ts'

await test('a scan continued over several reports is read in its parts, in order', async (t) => {
  const device = await plugIn(t, scanner)
  const [listed] = await list(scanner)
  assert.deepEqual([listed?.usagePage, listed?.usage], [0x8c, 0x02])
  const reader = await openReader(t, device.path)
  const text = 'https://kairos.example/c/'.padEnd(150, 'AbC0123456789')
  const reports = encodeScan(text)
  for (const report of reports) device.send(report)
  let joined = ''
  for (let continued = true; continued;) {
    const report = await reader.next()
    assert.equal(report.length, SCAN.bytes)
    const length = report[SCAN.lengthAt] ?? 0
    joined += Buffer.from(report.subarray(SCAN.dataAt, SCAN.dataAt + length)).toString('latin1')
    continued = report[SCAN.continuedAt] === 1
  }
  assert.equal(joined, text)
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
