import { bytesOf, zeroableCopy } from '../ascii.ts'
import { inputFields, isIn, valueAt, bytesAt, writeValue } from '../descriptor/fields.ts'
import { parseReportDescriptor, usageOf, type Field, type ReportDescriptor } from '../descriptor/report-descriptor.ts'
import type { Model } from '../model.ts'
import { containsPaymentNumber } from '../payment-card.ts'
import { UNREADABLE, type Read, type Reader } from '../read.ts'

/**
 * HID POS bar-code scanners (HID Point of Sale Usage Tables 1.02, page 8C), read by usage, wherever the descriptor
 * puts the fields:
 *
 * | usage   | what                                                                        |
 * | ------- | --------------------------------------------------------------------------- |
 * | 8C/FB-D | the three characters of the AIM symbology identifier                        |
 * | 8C/FE   | decoded data, bytes                                                         |
 * | 8C/FF   | flag: the data go on in the next report                                     |
 * | 01/3B   | bytes of data that count; without it the data end before the zeros they are filled with |
 *
 * The layout that the Access-IS LSR118 manual publishes, also used where a system hands out no descriptor: report
 * id 2, 64 bytes: 1 byte count; 2-4 symbology; 5-60 data; 61 vendor's symbology; 62 reserved; 63 bit 0 continued.
 */
export const LSR118_DESCRIPTOR = Uint8Array.from(
  Buffer.from(
    '058c0902a10185020912a102150026ff007508950105 01093b8102058c950309fb09fc09fd8102953809fe82020106 00ff9502090181 02058c2501750195 0109ff810295078103c0c0'.replaceAll(
      ' ',
      '',
    ),
    'hex',
  ),
)

/** No device of this name is sold (a pid.codes test number): virtual scanners go by it. */
export const VIRTUAL_SCANNER = { vendorId: 0x1209, productId: 0x8c02, usagePage: 0x8c, usage: 0x02 } as const

const PAGE = 0x8c
const DATA = usageOf(PAGE, 0xfe)
const CONTINUED = usageOf(PAGE, 0xff)
const AIM = [0xfb, 0xfc, 0xfd].map((id) => usageOf(PAGE, id))
const BYTE_COUNT = usageOf(0x01, 0x3b)

/** More than the largest QR code holds (ISO/IEC 18004: 2,953 bytes). */
export const LONGEST_SCAN = 4096
/** The parts of a scan follow each other within some 10 ms; a part that was lost is not waited for. */
export const JOIN_WITHIN = 250

type Layout = { data: Field; aim: Field[]; count: Field | undefined; continued: Field | undefined }

/** Where a descriptor puts a scan; absent where it has no data field of whole bytes. */
export function scanLayout(descriptor: ReportDescriptor): Layout | undefined {
  const data = inputFields(descriptor, DATA).find(({ bitSize, bitOffset }) => bitSize === 8 && bitOffset % 8 === 0)
  if (!data) return undefined
  const beside = (usage: number) => inputFields(descriptor, usage).find(({ reportId }) => reportId === data.reportId)
  const aim = AIM.flatMap((usage) => beside(usage) ?? [])
  return { data, aim: aim.length === AIM.length ? aim : [], count: beside(BYTE_COUNT), continued: beside(CONTINUED) }
}

/** `whole` is the data field with what the byte count leaves out. */
type Part = { aim: Uint8Array; data: Uint8Array; whole: Uint8Array; isContinued: boolean }

/** One report: what it holds of a scan, views and no copies, except of the three symbology characters. */
export function decodePart(report: Uint8Array, { data, aim, count, continued }: Layout): Part | undefined {
  const bytes = bytesAt(report, data)
  if (!bytes) return undefined
  const flag = continued ? valueAt(report, continued) : 0
  const counted = count ? valueAt(report, count) : undefined
  if (flag === undefined || (count && (counted === undefined || counted > bytes.length))) return undefined
  const filled = bytes.findLastIndex((byte) => byte !== 0) + 1
  return {
    aim: Uint8Array.from(aim, (field) => valueAt(report, field) ?? 0),
    data: bytes.subarray(0, counted ?? filled),
    whole: bytes.subarray(0, filled),
    isContinued: flag !== 0,
  }
}

class Scans {
  readonly #layout: Layout
  readonly #bytes = new Uint8Array(LONGEST_SCAN)
  #aim = new Uint8Array(3)
  #length = 0
  #last = 0
  #isOpen = false
  #isOverlong = false

  constructor(layout: Layout) {
    this.#layout = layout
  }

  read(report: Uint8Array, at: number): Read[] {
    if (!isIn(this.#layout.data, report)) return []
    const late = this.quiet(at)
    const part = decodePart(report, this.#layout)
    if (!part) {
      this.wipe()
      return [...late, UNREADABLE]
    }
    // A wrong count must not cut a card's number down to one that nobody would know.
    if (part.data.length < part.whole.length && containsPaymentNumber(part.whole)) {
      this.wipe()
      return [...late, { is: 'paymentCard' }]
    }
    // Another symbology is another scan: the end of the one before was lost.
    const isOther = this.#isOpen && part.aim.some((byte, index) => byte !== this.#aim[index])
    if (isOther) this.wipe()
    const lost: Read[] = isOther ? [...late, UNREADABLE] : late
    this.#append(part, at)
    return part.isContinued ? lost : [...lost, this.#close(part.aim)]
  }

  due(): number | undefined {
    return this.#isOpen ? this.#last + JOIN_WITHIN + 1 : undefined
  }

  quiet(at: number): Read[] {
    if (!this.#isOpen || (at - this.#last <= JOIN_WITHIN && at >= this.#last)) return []
    this.wipe()
    return [UNREADABLE]
  }

  wipe(): void {
    this.#bytes.fill(0)
    this.#length = 0
    this.#isOpen = false
    this.#isOverlong = false
  }

  #append({ aim, data }: Part, at: number): void {
    this.#isOpen = true
    this.#last = at
    this.#aim = Uint8Array.from(aim)
    if (this.#isOverlong || this.#length + data.length > LONGEST_SCAN) {
      this.#isOverlong = true
      this.#bytes.fill(0)
      this.#length = 0
      return
    }
    this.#bytes.set(data, this.#length)
    this.#length += data.length
  }

  #close(aim: Uint8Array): Read {
    const read: Read =
      this.#isOverlong || this.#length === 0
        ? UNREADABLE
        : { is: 'scan', aim, data: zeroableCopy(this.#bytes.subarray(0, this.#length)) }
    this.wipe()
    return read
  }
}

/** The reports that a scanner of this descriptor would send: for virtual devices and for tests. */
export function encodeScan(
  text: string,
  aim: string,
  descriptor = parseReportDescriptor(LSR118_DESCRIPTOR),
): Uint8Array[] {
  const layout = scanLayout(descriptor)
  if (!layout) throw new Error('the descriptor has no room for a scan')
  const bytes = bytesOf(text)
  const { data, count, continued } = layout
  const length = descriptor.reports.find(({ kind, id }) => kind === 'input' && id === data.reportId)?.bytes ?? 0
  const parts: Uint8Array[] = []
  for (let at = 0; at === 0 || at < bytes.length; at += data.count) {
    const part = bytes.subarray(at, at + data.count)
    const report = new Uint8Array(length)
    if (data.reportId !== 0) report[0] = data.reportId
    for (const [index, byte] of part.entries()) writeValue(report, data, byte, index)
    for (const [index, field] of layout.aim.entries()) writeValue(report, field, aim.charCodeAt(index))
    if (count) writeValue(report, count, part.length)
    if (continued) writeValue(report, continued, at + data.count < bytes.length ? 1 : 0)
    parts.push(report)
  }
  return parts
}

function scannerReader(descriptor: ReportDescriptor | undefined): Reader {
  const layout = scanLayout(descriptor ?? parseReportDescriptor(LSR118_DESCRIPTOR))
  if (!layout) return { read: () => [], due: () => undefined, quiet: () => [], wipe: () => {} }
  return new Scans(layout)
}

export const posScanner: Model = {
  name: 'hid-pos-scanner',
  title: 'HID POS bar-code scanner',
  devices: [VIRTUAL_SCANNER],
  fits: ({ usagePage }, descriptor) => (descriptor ? scanLayout(descriptor) !== undefined : usagePage === PAGE),
  reader: ({ descriptor }) => scannerReader(descriptor),
}
