import { readItems, type Item } from './items.ts'

/** Usage page and usage in one number, as in a four-byte usage item: `page * 0x10000 + id`. */
export type Usage = number
export const usageOf = (page: number, id: number): Usage => page * 0x10000 + id

export type ReportKind = 'input' | 'output' | 'feature'

/** Where one usage stands in a report: `count` neighbours of `bitSize` bits each. */
export type Field = {
  kind: ReportKind
  /** 0 where the device does not number its reports. */
  reportId: number
  /** A variable field's one usage. An array (a keyboard's keys) holds usages from `usage` to `lastUsage` as values. */
  usage: Usage
  lastUsage: Usage
  isArray: boolean
  /** From the report's first bit, the byte of the report id included where there is one. */
  bitOffset: number
  bitSize: number
  count: number
  /** The application collection that it stands in; 0 for none. */
  application: Usage
}

export type ReportDescriptor = {
  /** What the device says it is: the usages of its application collections, in order. */
  applications: Usage[]
  fields: Field[]
  /** Every report with its length in bytes, its id byte included where there is one. */
  reports: { kind: ReportKind; id: number; bytes: number }[]
  /** Whether reports begin with their id. */
  isNumbered: boolean
  /** What is wrong with it, in words. What stands before the first fault is still there. */
  problems: string[]
}

/** Limits, so that no descriptor costs more than a real one: the kernel's for a report, ours for the rest. */
const MOST_FIELDS = 1024
const MOST_USAGES = 256
const DEEPEST = 16
const LONGEST_REPORT_BITS = 16384 * 8

type Globals = { page: number; size: number; count: number; reportId: number }
/** Usages as they were given: `id` alone takes its page from the main item that follows (HID 1.11, 6.2.2.8). */
type Span = { from: number; to: number; isWhole: boolean }
type Locals = {
  spans: Span[]
  minimum: { value: number; isWhole: boolean } | undefined
  choice: 'none' | 'open' | 'taken'
}
const noLocals = (): Locals => ({ spans: [], minimum: undefined, choice: 'none' })

const KINDS = new Map<number, ReportKind>([
  [0x8, 'input'],
  [0x9, 'output'],
  [0xb, 'feature'],
])
const COLLECTION = 0xa
const END_COLLECTION = 0xc
const APPLICATION = 1

/**
 * Reads a report descriptor (HID 1.11, 6.2.2): short and long items, global and local state, push and pop,
 * collections, delimiters, numbered reports. Never throws and never runs long, whatever the bytes are.
 */
export function parseReportDescriptor(bytes: Uint8Array): ReportDescriptor {
  const { items, problem } = readItems(bytes)
  const reading = new Reading()
  for (const item of items) if (!reading.take(item)) break
  return reading.end(problem)
}

class Reading {
  readonly #read: ReportDescriptor = { applications: [], fields: [], reports: [], isNumbered: false, problems: [] }
  readonly #stack: Globals[] = []
  /** The application that each open collection stands in. */
  readonly #open: Usage[] = []
  /** Bits taken so far, by kind and report id. */
  readonly #bits = new Map<string, number>()
  #globals: Globals = { page: 0, size: 0, count: 0, reportId: 0 }
  #locals = noLocals()

  /** False when the rest cannot be understood. */
  take(item: Item): boolean {
    switch (item.type) {
      case 'global':
        return this.#global(item)
      case 'local':
        return this.#local(item)
      case 'main': {
        const understood = this.#main(item)
        this.#locals = noLocals()
        return understood
      }
      case 'reserved':
        return true
      default:
        return item.type satisfies never
    }
  }

  end(problem: string | undefined): ReportDescriptor {
    const { reports, problems } = this.#read
    if (problem !== undefined) problems.push(problem)
    else if (problems.length === 0 && this.#open.length > 0) problems.push(`${this.#open.length} collections never end`)
    for (const [key, bits] of this.#bits) {
      const [kind, id] = key.split(' ')
      reports.push({
        kind: kind === 'output' || kind === 'feature' ? kind : 'input',
        id: Number(id),
        bytes: Math.ceil(bits / 8),
      })
    }
    return this.#read
  }

  #fault(words: string): false {
    this.#read.problems.push(words)
    return false
  }

  #global({ tag, value }: Item): boolean {
    switch (tag) {
      case 0x0:
        this.#globals.page = value & 0xffff
        return true
      case 0x7:
        this.#globals.size = value
        return true
      case 0x8:
        if (value < 1 || value > 255) return this.#fault(`${value} is no report id`)
        this.#globals.reportId = value
        this.#read.isNumbered = true
        return true
      case 0x9:
        this.#globals.count = value
        return true
      case 0xa:
        if (this.#stack.length >= DEEPEST) return this.#fault(`more than ${DEEPEST} pushes`)
        this.#stack.push({ ...this.#globals })
        return true
      case 0xb: {
        const popped = this.#stack.pop()
        if (!popped) return this.#fault('a pop without a push')
        this.#globals = popped
        return true
      }
      default:
        // Logical and physical limits and units: what we read are bytes and flags, which need none.
        return true
    }
  }

  #local({ tag, value, size }: Item): boolean {
    const locals = this.#locals
    const isWhole = size === 4
    if (tag === 0xa) {
      locals.choice = value === 1 ? 'open' : 'none'
      return true
    }
    if (tag > 2 || locals.choice === 'taken') return true
    if (locals.spans.length >= MOST_USAGES) return this.#fault(`more than ${MOST_USAGES} usages for one item`)
    if (tag === 1) {
      locals.minimum = { value, isWhole }
      return true
    }
    const from = tag === 2 ? locals.minimum : { value, isWhole }
    // A maximum without a minimum names nothing.
    if (!from) return true
    locals.minimum = undefined
    const page = from.isWhole && !isWhole ? from.value - (from.value % 0x10000) : 0
    locals.spans.push({ from: from.value, to: Math.max(from.value, page + value), isWhole: from.isWhole || isWhole })
    // Of usages that are alternatives of one another, the first is the preferred one (HID 1.11, 6.2.2.8).
    if (locals.choice === 'open') locals.choice = 'taken'
    return true
  }

  #usages(): { from: Usage; to: Usage }[] {
    const base = usageOf(this.#globals.page, 0)
    return this.#locals.spans.map(({ from, to, isWhole }) =>
      isWhole ? { from, to } : { from: base + from, to: base + to },
    )
  }

  #main({ tag, value }: Item): boolean {
    if (tag === COLLECTION) {
      if (this.#open.length >= DEEPEST) return this.#fault(`collections are more than ${DEEPEST} deep`)
      const usage = this.#usages()[0]?.from ?? 0
      const isApplication = value === APPLICATION
      if (isApplication) this.#read.applications.push(usage)
      this.#open.push(isApplication ? usage : (this.#open.at(-1) ?? 0))
      return true
    }
    if (tag === END_COLLECTION) {
      if (this.#open.pop() === undefined) return this.#fault('a collection ends that never began')
      return true
    }
    const kind = KINDS.get(tag)
    return kind === undefined || this.#report(kind, (value & 1) === 1, (value & 2) === 0)
  }

  #report(kind: ReportKind, isConstant: boolean, isArray: boolean): boolean {
    const { size, count, reportId } = this.#globals
    const key = `${kind} ${reportId}`
    const start = this.#bits.get(key) ?? (reportId === 0 ? 0 : 8)
    if (start + size * count > LONGEST_REPORT_BITS)
      return this.#fault(`${kind} report ${reportId} is longer than any report`)
    this.#bits.set(key, start + size * count)
    if (isConstant || size === 0 || count === 0) return true
    const usages = this.#usages()
    const common = { kind, reportId, bitSize: size, application: this.#open.at(-1) ?? 0 }
    if (isArray) {
      const [first = { from: usageOf(this.#globals.page, 0), to: 0 }] = usages
      const last = Math.max(first.from, usages.at(-1)?.to ?? first.to)
      return this.#add({ ...common, usage: first.from, lastUsage: last, isArray, bitOffset: start, count })
    }
    return this.#variables(usages, common, start, count)
  }

  /** One field for each usage; the last usage is also that of all elements left (HID 1.11, 6.2.2.8). */
  #variables(
    usages: { from: Usage; to: Usage }[],
    common: Pick<Field, 'kind' | 'reportId' | 'bitSize' | 'application'>,
    start: number,
    count: number,
  ): boolean {
    let element = 0
    const whole =
      usages.length > 0 ? usages : [{ from: usageOf(this.#globals.page, 0), to: usageOf(this.#globals.page, 0) }]
    for (const [index, { from, to }] of whole.entries()) {
      for (let usage = from; usage <= to && element < count; usage++) {
        const isLast = index === whole.length - 1 && usage === to
        const many = isLast ? count - element : 1
        const bitOffset = start + element * common.bitSize
        if (!this.#add({ ...common, usage, lastUsage: usage, isArray: false, bitOffset, count: many })) return false
        element += many
      }
    }
    return true
  }

  #add(field: Field): boolean {
    if (this.#read.fields.length >= MOST_FIELDS) return this.#fault(`more than ${MOST_FIELDS} fields`)
    this.#read.fields.push(field)
    return true
  }
}
