import { inputFields, writeValue } from '../src/descriptor/fields.ts'
import { parseReportDescriptor } from '../src/descriptor/report-descriptor.ts'
import { isFramed, unwrap, wrap } from '../src/idtech-frame.ts'
import type { Case } from './case.ts'
import type { Random } from './random.ts'

const INTERESTING = [0, 1, 2, 3, 4, 7, 8, 0x3f, 0x40, 0x6e, 0x6f, 0x70, 0x7f, 0x80, 0xfe, 0xff]
const CHARACTERS = Array.from('0123456789%;?=^+]\u001d\r\t E', (each) => each.charCodeAt(0))
const GAPS = [-1000, 0, 1, 4, 49, 50, 51, 249, 250, 251, 5000, 60_000]

type Reports = Case['reports']
const bend = (reports: Reports, random: Random, change: (bytes: Uint8Array) => Uint8Array): Reports => {
  const chosen = random.below(Math.max(1, reports.length))
  return reports.map((each, index) => (index === chosen ? { ...each, hex: change(each.hex.slice()) } : each))
}

function setByte(bytes: Uint8Array, random: Random, at: number): Uint8Array {
  if (at < bytes.length) bytes[at] = random.oneIn(2) ? random.one(INTERESTING) : random.one(CHARACTERS)
  return bytes
}

/** A frame is taken apart, its data bent, and its sums made right again: else nothing behind them is ever reached. */
function frame(bytes: Uint8Array, random: Random): Uint8Array {
  const data = isFramed(bytes) ? unwrap(bytes) : undefined
  if (!data?.ok) return setByte(bytes, random, random.below(10))
  const bent = data.value.slice(0, random.oneIn(4) ? random.below(data.value.length + 1) : data.value.length)
  return wrap(setByte(bent, random, random.below(random.oneIn(2) ? 8 : Math.max(1, bent.length))))
}

/** One field that the descriptor names is set to a value at its edges. */
function field(bytes: Uint8Array, descriptor: Uint8Array | undefined, random: Random): Uint8Array {
  const parsed = descriptor && parseReportDescriptor(descriptor)
  const named = parsed?.fields.flatMap(({ usage }) => inputFields(parsed, usage)) ?? []
  if (named.length === 0) return setByte(bytes, random, random.below(Math.max(1, bytes.length)))
  const chosen = random.one(named)
  const most = 2 ** Math.min(chosen.bitSize, 32) - 1
  const element = random.below(chosen.count)
  if (chosen.bitOffset + (element + 1) * chosen.bitSize <= bytes.length * 8)
    writeValue(bytes, chosen, random.one([0, 1, most, most - 1, random.below(most + 1)]), element)
  return bytes
}

/** One item of a descriptor is left out, doubled, swapped, or given another value, so that most of it still holds. */
function descriptorItem(descriptor: Uint8Array, random: Random): Uint8Array {
  const starts: number[] = []
  for (let at = 0; at < descriptor.length; at += 1 + ([0, 1, 2, 4][(descriptor[at] ?? 0) & 3] ?? 0)) starts.push(at)
  const chosen = random.below(Math.max(1, starts.length))
  const [start = 0, end = descriptor.length] = [starts[chosen], starts[chosen + 1]]
  const item = descriptor.subarray(start, end)
  switch (random.below(5)) {
    case 0:
      return Uint8Array.of(...descriptor.subarray(0, start), ...descriptor.subarray(end))
    case 1:
      return Uint8Array.of(...descriptor.subarray(0, end), ...item, ...descriptor.subarray(end))
    case 2:
      return descriptor.slice(0, random.below(descriptor.length + 1))
    case 3: {
      const other = random.one([
        [0xa4],
        [0xb4],
        [0xc0],
        [0xa1, 1],
        [0x85, 2],
        [0x75, 1],
        [0x95, 0xff],
        [0x0b, 0xfe, 0, 0x8c, 0],
        [0xfe, 1, 0, 0],
      ])
      return Uint8Array.of(...descriptor.subarray(0, start), ...other, ...descriptor.subarray(start))
    }
    default: {
      const bent = descriptor.slice()
      return setByte(bent, random, random.oneIn(4) ? start : Math.min(start + 1, bent.length - 1))
    }
  }
}

/**
 * Bends one thing of a case: a byte, a length, a named field, a frame's inside, the descriptor, the number, the order,
 * the size or the times of the reports.
 */
export function bent(from: Case, random: Random): Case {
  const { reports, descriptor } = from
  switch (random.below(13)) {
    case 0:
      return {
        ...from,
        reports: bend(reports, random, (bytes) => setByte(bytes, random, random.below(Math.max(1, bytes.length)))),
      }
    case 1:
      return { ...from, reports: bend(reports, random, (bytes) => setByte(bytes, random, random.below(10))) }
    case 2:
      return { ...from, reports: bend(reports, random, (bytes) => field(bytes, descriptor, random)) }
    case 3:
      return { ...from, reports: bend(reports, random, (bytes) => frame(bytes, random)) }
    case 4:
      return { ...from, reports: bend(reports, random, (bytes) => bytes.slice(0, random.below(bytes.length + 1))) }
    case 5:
      return {
        ...from,
        reports: bend(reports, random, (bytes) =>
          Uint8Array.of(...bytes, ...new Uint8Array(random.below(80)).fill(random.one(INTERESTING))),
        ),
      }
    case 6: {
      const at = random.below(reports.length + 1)
      return {
        ...from,
        reports: [...reports.slice(0, at), ...reports.slice(at, at + 1 + random.below(3)), ...reports.slice(at)].slice(
          0,
          200,
        ),
      }
    }
    case 7: {
      const at = random.below(Math.max(1, reports.length))
      return { ...from, reports: reports.filter((_, index) => index !== at) }
    }
    case 8:
      return {
        ...from,
        reports: reports.map((each) => (random.oneIn(4) ? { ...each, after: random.one(GAPS) } : each)),
      }
    case 9: {
      const gap = random.one(GAPS)
      return { ...from, reports: reports.map((each) => ({ ...each, after: gap })) }
    }
    case 10: {
      // A descriptor that is wrong about where a number stands cuts it anywhere.
      const { secret: _, ...open } = from
      return descriptor ? { ...open, descriptor: descriptorItem(descriptor, random) } : from
    }
    case 11:
      return { ...from, layout: random.one(['us', 'gb', 'de', 'fr'] as const) }
    default: {
      const swapped = [...reports]
      const [a, b] = [random.below(Math.max(1, reports.length)), random.below(Math.max(1, reports.length))]
      const [first, second] = [swapped[a], swapped[b]]
      if (first && second) [swapped[a], swapped[b]] = [second, first]
      return { ...from, reports: swapped }
    }
  }
}
