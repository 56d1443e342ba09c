import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { fail, ok, type Result } from '@kairos/shared/result'
import { SECOND, type Cancel, type Clock, type Ms } from '@kairos/shared/time'
import { containsPaymentNumber } from './payment-card.ts'
import { readsPaymentCard, type RecordedReport } from './suggest-model.ts'
import { deviceAsJson, virtualDevice, virtualDeviceSchema, type TakeReport, type VirtualDevice } from './virtual.ts'

/**
 * Virtual devices out of a file: the reports of one device, of any model, as they were recorded. One JSON object a
 * line: first the device `{ "vendorId", "productId", "usagePage", "usage", "descriptor" }`, then a report
 * `{ "at", "hex", "fault" }` each, `at` in ms since the first one.
 */
export const FAULTS = ['short', 'oversize', 'duplicated', 'delayed'] as const
/** What a report suffers on its way: cut in half, 63 bytes too long, sent twice, or a second late. */
export type Fault = (typeof FAULTS)[number]

export type Recording = { device: VirtualDevice; reports: (RecordedReport & { fault?: Fault })[] }

const OVERSIZE = 63
const DELAY: Ms = SECOND

const lineSchema = z.object({
  at: z.number().nonnegative(),
  hex: z.string().regex(/^([0-9a-f]{2})*$/),
  fault: z.enum(FAULTS).optional(),
})

function json(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Reads a recording; the failure names the line that is none. */
export function parseRecording(text: string): Result<Recording, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const device = virtualDeviceSchema.safeParse(json(lines[0] ?? ''))
  if (!device.success) return fail('line 1 is no device: it needs vendorId and productId')
  const reports: Recording['reports'] = []
  for (const [index, line] of lines.slice(1).entries()) {
    const parsed = lineSchema.safeParse(json(line))
    if (!parsed.success) return fail(`line ${index + 2} is no report: it needs at and hex`)
    const { at, hex, fault } = parsed.data
    reports.push({ at, bytes: Uint8Array.from(Buffer.from(hex, 'hex')), ...(fault === undefined ? {} : { fault }) })
  }
  return ok({ device: virtualDevice(device.data), reports })
}

/** A recording as it is written down. */
export const recordingText = ({ device, reports }: Recording): string =>
  [
    deviceAsJson(device),
    ...reports.map(({ at, bytes, fault }) => ({ at, hex: Buffer.from(bytes).toString('hex'), fault })),
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')

/** The reports as they arrive, their faults done to them, in the order of their times. */
export function arrivals({ reports }: Recording): RecordedReport[] {
  const one = ({ at, bytes, fault }: Recording['reports'][number]): RecordedReport[] => {
    switch (fault) {
      case undefined:
        return [{ at, bytes }]
      case 'short':
        return [{ at, bytes: bytes.slice(0, bytes.length >> 1) }]
      case 'oversize':
        return [{ at, bytes: Uint8Array.of(...bytes, ...new Uint8Array(OVERSIZE).fill(0xee)) }]
      case 'duplicated':
        return [
          { at, bytes },
          { at, bytes: bytes.slice() },
        ]
      case 'delayed':
        return [{ at: at + DELAY, bytes }]
      default:
        return fault satisfies never
    }
  }
  return reports.flatMap(one).toSorted((a, b) => a.at - b.at)
}

/** Plays a recording file at its own pace, from now on. `report` takes each report as a fresh buffer, which it may zero. */
export function playRecording(file: string, clock: Clock, report: TakeReport): Result<{ close: () => void }, string> {
  const recording = parseRecording(readFileSync(file, 'utf8'))
  if (!recording.ok) return fail(`${file}: ${recording.error}`)
  const { device } = recording.value
  const begun = clock.now()
  const left = arrivals(recording.value)
  let cancel: Cancel | undefined
  // One after the other: timers that were set one by one on a busy machine do not fire in the order of their times.
  const playNext = () => {
    const arrival = left.shift()
    if (!arrival) return
    cancel = clock.at(begun + arrival.at, () => {
      report(device, arrival.bytes)
      playNext()
    })
  }
  playNext()
  return ok({ close: () => cancel?.() })
}

/**
 * Writes a recording, readable by its owner only. Refused where a payment card was read, as far as any model and any
 * run of digits tells: a file is the last place for its number.
 */
export function writeRecording(file: string, recording: Recording): Result<void, string> {
  const { device, reports } = recording
  const isRisk = reports.some(({ bytes }) => containsPaymentNumber(bytes)) || readsPaymentCard(device, reports)
  if (isRisk)
    return fail('A payment card was read, so nothing is kept. Record again with one of the chain’s own cards.')
  writeFileSync(file, recordingText(recording), { mode: 0o600 })
  return ok(undefined)
}
