import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { encodeScan, SCAN, scanner } from '../models.ts'
import { plugIn } from '../plug-in.ts'
import { openReader, type Reader } from '../product.ts'

const numbered = (number: number) => encodeScan(String(number).padStart(8, '0'))[0] ?? new Uint8Array()
const numberOf = (report: Uint8Array) => Number(Buffer.from(report.subarray(SCAN.dataAt, SCAN.dataAt + 8)).toString())

/**
 * The numbers that arrive of a flood of `count`. A report is lost when the kernel's queue of 64 is full, so that the
 * last one proves nothing: what comes after the flood is repeated until it is there.
 */
async function arrivalsOf(reader: Reader, count: number, after: () => void): Promise<number[]> {
  const arrived: number[] = []
  for (;;) {
    after()
    try {
      for (;;) {
        const number = numberOf(await reader.next(500))
        if (number >= count) return arrived
        arrived.push(number)
      }
    } catch (error) {
      assert.ok(error instanceof Error && error.name === 'AbortError')
    }
  }
}

const FLOODS = [
  { name: 'at full speed', count: 5000, burst: 5000 },
  { name: 'in bursts of 64', count: 3200, burst: 64 },
  { name: 'of one a millisecond', count: 500, burst: 8 },
]

for (const { name, count, burst } of FLOODS)
  await test(`after a flood of ${count} reports ${name}, what arrived is whole and in order, and reading goes on`, async (t) => {
    const device = await plugIn(t, scanner)
    const reader = await openReader(t, device.path)
    const began = performance.now()
    for (let number = 0; number < count; number++) {
      device.send(numbered(number))
      // The flood's own pace, a report a millisecond at most.
      if (number % burst === burst - 1) await pause(burst === count ? 0 : burst)
    }
    const milliseconds = performance.now() - began
    const arrived = await arrivalsOf(reader, count, () => device.send(numbered(count)))
    t.diagnostic(`${name}: ${count} sent in ${Math.round(milliseconds)} ms, ${count - arrived.length} lost`)
    // What the kernel queues for a reader that is never quick enough.
    assert.ok(arrived.length >= 63)
    assert.ok(arrived.every((number, index) => index === 0 || number > (arrived[index - 1] ?? 0)))
    device.send(numbered(count + 1))
    for (let number = count; number === count;) number = numberOf(await reader.next())
  })
