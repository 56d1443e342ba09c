import { expect, test } from 'vitest'
import samples from '../fixtures/sample-reports.json' with { type: 'json' }
import { decoderFor } from './decode.ts'
import { parseReportDescriptor } from './descriptor/report-descriptor.ts'
import { tracksOfFrame, unwrap } from './idtech-frame.ts'
import { SECUREMAG } from './models/idtech.ts'
import { decodeSureSwipe, SURESWIPE } from './models/magtek-sureswipe.ts'
import { decodePart, LSR118_DESCRIPTOR, scanLayout, VIRTUAL_SCANNER } from './models/pos-scanner.ts'
import { RFID_READER } from './models/rfid-keyboard.ts'

const sample = (name: string) => {
  const found = samples.find((each) => each.name === name)
  if (!found) throw new Error(`no sample ${name}`)
  return { bytes: Uint8Array.from(Buffer.from(found.hex, 'hex')), stated: found.expect }
}
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const ENCODE_TYPES = ['ISO/ABA', 'AAMVA']

/** Whoever adds a sample says here what reads it. */
const READ_BY: Record<string, 'sureswipe' | 'scanner' | 'idtech' | 'wedge'> = {
  'magtek-sureswipe-ok': 'sureswipe',
  'magtek-aamva-t1-t3-error': 'sureswipe',
  'hidpos-scan-part1': 'scanner',
  'hidpos-scan-part2': 'scanner',
  'hidpos-ean13': 'scanner',
  'idtech-enhanced-clear': 'idtech',
  'wedge-0013110988-enter': 'wedge',
}

test('every sample is read by one of the tests below', () => {
  expect(samples.map(({ name }) => name)).toEqual(Object.keys(READ_BY))
})

const readBy = (reader: string) => samples.map(({ name }) => name).filter((name) => READ_BY[name] === reader)

test.each(readBy('sureswipe'))('%s decodes as stated', (name) => {
  const { bytes, stated } = sample(name)
  const decoded = decodeSureSwipe(bytes)
  if (!decoded.ok) throw new Error(decoded.error)
  const { track1, track2, track3, errors } = decoded.value
  const read = { encode: ENCODE_TYPES[bytes[6] ?? 9], errors, t1: text(track1), t2: text(track2), t3: text(track3) }
  expect(read).toMatchObject(stated)
  const events = decoderFor(SURESWIPE, [])?.(bytes, 0)
  expect(events).toEqual([{ is: name === 'magtek-sureswipe-ok' ? 'paymentCard' : 'unreadable' }])
})

test.each(readBy('scanner'))('%s decodes as stated', (name) => {
  const { bytes, stated } = sample(name)
  const layout = scanLayout(parseReportDescriptor(LSR118_DESCRIPTOR))
  const part = layout && decodePart(bytes, layout)
  if (!part) throw new Error('no part of a scan')
  expect(text(part.aim)).toBe(stated.aim)
  if (stated.n !== undefined) expect(part.data.length).toBe(stated.n)
  if (stated.more !== undefined) expect(part.isContinued).toBe(stated.more)
  if (stated.text !== undefined) expect(text(part.data)).toBe(stated.text)
})

test('the vendor’s continued scan is joined, and an EAN is an article', () => {
  const decode = decoderFor(VIRTUAL_SCANNER, [], { descriptor: LSR118_DESCRIPTOR })
  expect(decode?.(sample('hidpos-scan-part1').bytes, 0)).toEqual([])
  const second = sample('hidpos-scan-part2')
  expect(decode?.(second.bytes, 5)).toEqual([{ is: 'code', symbology: 'qr', text: second.stated.joined }])
  const ean = sample('hidpos-ean13')
  expect(decode?.(ean.bytes, 9)).toEqual([{ is: 'code', symbology: 'ean13', text: ean.stated.text }])
})

test.each(readBy('idtech'))('%s decodes as stated', (name) => {
  const { bytes, stated } = sample(name)
  const data = unwrap(bytes)
  if (!data.ok) throw new Error(data.error)
  const tracks = tracksOfFrame(data.value)
  if (!tracks.ok || tracks.value === 'encrypted') throw new Error('no tracks in the clear')
  const read = { lrcOk: data.ok, sumOk: data.ok, t1: text(tracks.value.track1), t2: text(tracks.value.track2) }
  expect(read).toEqual(stated)
  expect(decoderFor(SECUREMAG, [])?.(bytes, 0)).toEqual([{ is: 'unreadable' }])
})

test.each(readBy('wedge'))('%s, typed by an RFID reader, is a tag', (name) => {
  const { bytes, stated } = sample(name)
  const decode = decoderFor(RFID_READER, [])
  const size = stated.perReport ?? 8
  const reports = Array.from({ length: bytes.length / size }, (_, n) => bytes.slice(n * size, (n + 1) * size))
  const events = reports.flatMap((report, n) => decode?.(report, n * 4) ?? [])
  expect(events).toEqual([{ is: 'tag', value: stated.text }])
})
