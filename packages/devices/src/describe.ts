import type { ReportDescriptor, ReportKind, Usage } from './descriptor/report-descriptor.ts'
import type { DeviceInfo } from './model.ts'
import { modelFor, type Taught } from './models/models.ts'

/** A device as it is listed, whether anybody knows it or not: nothing of what it reads. */
export type DeviceDescription = {
  vendorId: number
  productId: number
  manufacturer: string
  product: string
  /** The model that reads it; absent where nobody knows it. */
  model: string | undefined
  /** What it says it is, `page/usage` in hexadecimal. */
  applications: string[]
  reports: { kind: ReportKind; id: number; bytes: number; usages: string[] }[]
  /** What is wrong with its descriptor, in words. */
  problems: string[]
}

const hex = (value: number) => value.toString(16).toUpperCase().padStart(2, '0')
const inWords = (usage: Usage): string => `${hex(Math.floor(usage / 0x10000))}/${hex(usage % 0x10000)}`
const MOST_USAGES_LISTED = 40

/** Names come from the device, which may say anything: what could upset a terminal or a page is left out. */
const clean = (name: string | undefined): string => (name ?? '').replaceAll(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 80)

/** Describes a device by what the system and its descriptor say of it. */
export function describeDevice(
  device: DeviceInfo,
  descriptor: ReportDescriptor | undefined,
  taught: readonly Taught[] = [],
): DeviceDescription {
  const { vendorId, productId, usagePage, usage } = device
  const said = usagePage === undefined || usage === undefined ? [] : [usagePage * 0x10000 + usage]
  const applications = descriptor ? descriptor.applications : said
  const reports = (descriptor?.reports ?? []).map(({ kind, id, bytes }) => {
    const fields = descriptor?.fields.filter((field) => field.kind === kind && field.reportId === id) ?? []
    const usages = fields.map(({ usage: first, lastUsage }) =>
      first === lastUsage ? inWords(first) : `${inWords(first)}-${hex(lastUsage % 0x10000)}`,
    )
    return { kind, id, bytes, usages: [...new Set(usages)].slice(0, MOST_USAGES_LISTED) }
  })
  return {
    vendorId,
    productId,
    manufacturer: clean(device.manufacturer),
    product: clean(device.product),
    model: modelFor(device, descriptor, taught)?.name,
    applications: [...new Set(applications)].map(inWords),
    reports,
    problems: descriptor?.problems ?? [],
  }
}
