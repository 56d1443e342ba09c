import { LOYALTY, READERS, type ReaderAtWork } from './devices-readers.ts'
import { decoderFor, type Decoder } from '@kairos/devices/decode'
import { cpuWatch } from './cpu-time.ts'

/**
 * `npm run bench:devices`: for each model, the reports that it would send are decoded, guarded and zeroed, as in the
 * device process, on one core. Reports per second, and bytes of memory that each report costs. Run it with
 * the script's flags: with them, nothing is collected while the memory is counted.
 */
const ROUNDS = 5
/** Long enough to be measured, short enough to be looked at. */
const SECONDS = 0.25
const whole = (n: number) => Math.round(n).toLocaleString('en')

type Work = { decode: Decoder; reports: Uint8Array[]; buffers: Uint8Array[] }

function workOf({ device, reports }: ReaderAtWork): Work {
  const { descriptor, ...info } = device
  const decode = decoderFor(info, LOYALTY, descriptor ? { descriptor } : {})
  if (!decode) throw new Error('nobody knows this device')
  // Decoders zero what they are given: each report is written anew into a buffer that stays.
  return { decode, reports, buffers: reports.map((report) => new Uint8Array(new ArrayBuffer(report.length))) }
}

/** Decodes every report so many times; gives how many events came of them. */
function run({ decode, reports, buffers }: Work, times: number, clock: { now: number }): number {
  let events = 0
  for (let time = 0; time < times; time++) {
    for (let index = 0; index < reports.length; index++) {
      const [report, buffer] = [reports[index], buffers[index]]
      if (!report || !buffer) continue
      buffer.set(report)
      clock.now += 4
      events += decode(buffer, clock.now).length
    }
    // Silence ends what is told by its pace.
    clock.now += 1_000
    const due = decode.due()
    if (due !== undefined && due <= clock.now) events += decode.quiet(clock.now).length
  }
  return events
}

/** How many times the reports are to be run through, so that it takes long enough. */
function timesFor(work: Work, clock: { now: number }): number {
  for (let times = 16; ; times *= 2) {
    const seconds = cpuWatch()
    run(work, times, clock)
    if (seconds() >= SECONDS) return times
  }
}

/** Bytes of V8's heap and of buffers that one run leaves behind before anything is collected. */
function bytesPer(work: Work, clock: { now: number }): number {
  const TIMES = Math.ceil(2_000 / work.reports.length)
  globalThis.gc?.()
  const before = process.memoryUsage()
  run(work, TIMES, clock)
  const after = process.memoryUsage()
  return (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / (TIMES * work.reports.length)
}

function main(): void {
  if (!globalThis.gc) throw new Error('run it as npm run bench:devices does: with --expose-gc')
  console.log(
    `${'model, and what is read'.padEnd(44)}${'reports/s'.padStart(12)}${'reads/s'.padStart(12)}${'bytes'.padStart(9)}`,
  )
  for (const reader of READERS) {
    const work = workOf(reader)
    const clock = { now: 1_000_000 }
    const expected = run(work, 1, clock)
    if (expected === 0) throw new Error(`${reader.name}: nothing was read`)
    const times = timesFor(work, clock)
    const paces = Array.from({ length: ROUNDS }, () => {
      const seconds = cpuWatch()
      run(work, times, clock)
      return (times * work.reports.length) / seconds()
    }).toSorted((a, b) => a - b)
    const pace = paces[ROUNDS >> 1] ?? 0
    const reads = pace / work.reports.length
    const bytes =
      Array.from({ length: ROUNDS }, () => bytesPer(work, clock)).toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0
    console.log(
      `${reader.name.padEnd(44)}${whole(pace).padStart(12)}${whole(reads).padStart(12)}${whole(bytes).padStart(9)}`,
    )
  }
  console.log(`
What is measured: decoder and payment-card guard, from a report's bytes to an event, each report zeroed; per second of
processor time, the collector included, the middle of ${ROUNDS} rounds. "reads" are whole cards, scans or typed lines:
a reader that types sends two reports for each character. "bytes" are what one report leaves to be collected, on V8's
heap and in buffers, the bench's own clock and calls included: the middle of ${ROUNDS} runs of some 2,000 reports,
with a young generation that is too large to be collected meanwhile.
What is not: the system, node-hid, and the way to the host. A reader sends some hundred reports per second at the most.`)
}

main()
