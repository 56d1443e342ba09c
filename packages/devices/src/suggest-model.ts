import type { LoyaltyCard } from '@kairos/shared/identity'
import { decoderOf } from './decode.ts'
import { parseReportDescriptor, type ReportDescriptor } from './descriptor/report-descriptor.ts'
import type { DeviceEvent } from './device-event.ts'
import type { DeviceName, Model } from './model.ts'
import { MODELS, type Taught } from './models/models.ts'

/** A report as it was recorded, with the time in ms at which it came. */
export type RecordedReport = { at: number; bytes: Uint8Array }

export type Suggestion = {
  /** What to write into the settings for devices of this name. */
  taught: Taught
  title: string
  /** How many of the reports made sense to the model, and of how many. */
  understood: number
  of: number
  /** Whether the descriptor itself says so. */
  isDeclared: boolean
}

const isSense = ({ is }: DeviceEvent): boolean => is !== 'unreadable'

/** What a model makes of some reports; the reports stay as they are. */
function eventsOf(
  model: Model,
  descriptor: ReportDescriptor | undefined,
  reports: readonly RecordedReport[],
  loyalty: readonly LoyaltyCard[],
): DeviceEvent[] {
  const decode = decoderOf(model, { descriptor, layout: 'us' }, loyalty)
  const events: DeviceEvent[] = []
  for (const { at, bytes } of reports) {
    if ((decode.due() ?? Infinity) <= at) events.push(...decode.quiet(at))
    events.push(...decode(bytes.slice(), at))
  }
  const due = decode.due()
  if (due !== undefined) events.push(...decode.quiet(due))
  decode.wipe()
  return events
}

/** How much sense a model makes of the reports: its events that say something, less those that complain. */
function score(
  model: Model,
  descriptor: ReportDescriptor | undefined,
  reports: readonly RecordedReport[],
  loyalty: readonly LoyaltyCard[],
): number {
  const events = eventsOf(model, descriptor, reports, loyalty)
  const sense = events.filter(isSense).length
  return Math.max(0, sense - (events.length - sense))
}

/**
 * The models that a device may be of, the likeliest first, from what was recorded while somebody used it. Cards of
 * the chain's own make sense where it is said which those are, and a payment card that is known as one was read well. Nothing of the reports is kept.
 */
export function suggestModel(
  device: DeviceName,
  descriptor: ReportDescriptor | undefined,
  reports: readonly RecordedReport[],
  loyalty: readonly LoyaltyCard[] = [],
): Suggestion[] {
  const { vendorId, productId } = device
  return MODELS.map((model) => ({
    taught: { vendorId, productId, model: model.name },
    title: model.title,
    understood: Math.min(reports.length, score(model, descriptor, reports, loyalty)),
    of: reports.length,
    isDeclared: descriptor !== undefined && model.fits?.(device, descriptor) === true,
  }))
    .filter(({ understood, isDeclared }) => understood > 0 || isDeclared)
    .toSorted((a, b) => Number(b.isDeclared) - Number(a.isDeclared) || b.understood - a.understood)
}

/** Whether a payment card stands in these reports, to whichever model. */
export function readsPaymentCard(
  { descriptor }: { descriptor?: Uint8Array },
  reports: readonly RecordedReport[],
): boolean {
  const parsed = descriptor && parseReportDescriptor(descriptor)
  return MODELS.some((model) => eventsOf(model, parsed, reports, []).some(({ is }) => is === 'paymentCard'))
}
