import { decoderFor, type DeviceInfo } from '../src/decode.ts'
import { describeDevice } from '../src/describe.ts'
import { parseReportDescriptor } from '../src/descriptor/report-descriptor.ts'
import { deviceEventSchema, type DeviceEvent } from '../src/device-event.ts'
import { leaked, LOYALTY } from '../src/payment-cards.fixture.ts'
import type { Case } from './case.ts'

/** A decoder that needs longer than this for one report hangs, as far as a shopper is concerned. */
const LONGEST_MS = 1000
export const HANG = 'hang'

const infoOf = ({ vendorId, productId, usagePage, usage }: Case['device']): DeviceInfo => ({
  vendorId,
  productId,
  ...(usagePage === undefined ? {} : { usagePage }),
  ...(usage === undefined ? {} : { usage }),
})

/**
 * Runs a case through the product's own decoder. `problem` says what may never happen and did: a throw, an event that
 * the schema does not have, bytes left behind, digits of a payment card, a hang. `shape` is what came out, for telling
 * whether a case is like one that was seen before.
 */
export function runCase(one: Case, now: () => number): { problem?: string; shape: string } {
  const events: DeviceEvent[] = []
  const device = infoOf(one.device)
  try {
    const parsed = one.descriptor && parseReportDescriptor(one.descriptor)
    const described = describeDevice(device, parsed)
    const { layout, descriptor } = one
    const decode = decoderFor(device, LOYALTY, { layout, ...(descriptor ? { descriptor } : {}) })
    if (!decode) return { shape: `nobody ${described.problems.map((words) => words.replaceAll(/\d+/g, '#')).join()}` }
    let at = 100_000
    for (const { after, hex } of one.reports) {
      at += after
      const due = decode.due()
      if (due !== undefined && due <= at) events.push(...decode.quiet(at))
      const report = hex.slice()
      const begun = now()
      events.push(...decode(report, at))
      if (now() - begun > LONGEST_MS) return { problem: `a report took ${Math.round(now() - begun)} ms`, shape: HANG }
      if (report.some((byte) => byte !== 0)) return { problem: 'a report was not zeroed', shape: 'left' }
    }
    for (let quiet = decode.due(), times = 0; quiet !== undefined; quiet = decode.due(), times++) {
      if (times > 4) return { problem: 'it waits for ever', shape: 'waits' }
      events.push(...decode.quiet(quiet))
    }
    decode.wipe()
    for (const event of events) {
      const { error } = deviceEventSchema.safeParse(event)
      if (error) return { problem: `an event that is none: ${error.message}`, shape: 'no event' }
    }
    if (one.secret !== undefined && leaked(one.secret, events) !== undefined)
      return { problem: 'digits of a payment card came out', shape: 'leak' }
    const kinds = events.map((event) => (event.is === 'code' ? `${event.is}:${event.symbology}` : event.is))
    const faults = described.problems.map((words) => words.replaceAll(/\d+/g, '#'))
    return { shape: `${described.model} ${[...new Set(kinds)].toSorted().join()} ${faults.join()}` }
  } catch (error) {
    return { problem: error instanceof Error ? (error.stack ?? error.message) : String(error), shape: 'throw' }
  }
}
