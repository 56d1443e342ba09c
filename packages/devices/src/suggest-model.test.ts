import { expect, test } from 'vitest'
import { describeDevice } from './describe.ts'
import { parseReportDescriptor } from './descriptor/report-descriptor.ts'
import { LSR118_DESCRIPTOR } from './models/pos-scanner.ts'
import { LOYALTY } from './payment-cards.fixture.ts'
import { SWIPERS, SCANNERS, keyboardDescriptor } from './readers.fixture.ts'
import { suggestModel } from './suggest-model.ts'

const NOBODY = { vendorId: 0x4242, productId: 7 }
const recorded = (reports: Uint8Array[]) => reports.map((bytes, index) => ({ at: index * 4, bytes }))
const first = (reports: Uint8Array[], descriptor?: Uint8Array) =>
  suggestModel(NOBODY, descriptor && parseReportDescriptor(descriptor), recorded(reports))[0]?.taught.model

test.each([
  ['SureSwipe', 'magtek-sureswipe'],
  ['insert reader', 'magtek-insert'],
  ['MagneSafe V5', 'magtek-magnesafe-v5'],
  ['ID TECH enhanced', 'idtech-securemag'],
  ['ID TECH edited', 'idtech-securemag'],
])('the reports of a %s suggest %s, under any name', (name, model) => {
  const swiper = SWIPERS.find((each) => each.name === name)
  expect(first(swiper?.reports('', ';4111111111111111=3012?', '') ?? [])).toBe(model)
})

test('what a device says of itself comes before what it seems to be', () => {
  expect(first(SCANNERS[0]?.reports('hello', ']Q0') ?? [], LSR118_DESCRIPTOR)).toBe('hid-pos-scanner')
  expect(first([], keyboardDescriptor(6))).toBe('keyboard-wedge')
})

test('cards of the chain’s own suggest a reader where it is said which those are', () => {
  const own = recorded(SWIPERS[0]?.reports('', ';771234567890=0000?', '') ?? [])
  expect(suggestModel(NOBODY, undefined, own, LOYALTY)[0]?.taught.model).toBe('magtek-sureswipe')
  expect(suggestModel(NOBODY, undefined, own)).toEqual([])
})

test('noise suggests nothing, and the recording stays as it was', () => {
  const noise = [Uint8Array.of(1, 2, 3), new Uint8Array(100).fill(7)]
  expect(suggestModel(NOBODY, undefined, recorded(noise))).toEqual([])
  expect(noise[0]).toEqual(Uint8Array.of(1, 2, 3))
})

test('a suggestion is for the device’s name, and holds nothing of what was read', () => {
  const [suggestion] = suggestModel(
    NOBODY,
    undefined,
    recorded(SWIPERS[0]?.reports('', ';4111111111111111=3012?', '') ?? []),
  )
  expect(suggestion).toEqual({
    taught: { ...NOBODY, model: 'magtek-sureswipe' },
    title: 'MagTek SureSwipe card reader',
    understood: 1,
    of: 1,
    isDeclared: false,
  })
})

test('a device is described by what it says, known or not', () => {
  const device = { ...NOBODY, manufacturer: 'Acme\u001b[2J', product: 'Scanner\u202e 9' }
  expect(describeDevice(device, parseReportDescriptor(LSR118_DESCRIPTOR))).toEqual({
    ...NOBODY,
    manufacturer: 'Acme[2J',
    product: 'Scanner 9',
    model: 'hid-pos-scanner',
    applications: ['8C/02'],
    reports: [
      { kind: 'input', id: 2, bytes: 64, usages: ['01/3B', '8C/FB', '8C/FC', '8C/FD', '8C/FE', 'FF00/01', '8C/FF'] },
    ],
    problems: [],
  })
  expect(describeDevice({ ...NOBODY, usagePage: 0xff00, usage: 1 }, undefined)).toMatchObject({
    model: undefined,
    applications: ['FF00/01'],
  })
  expect(describeDevice(NOBODY, parseReportDescriptor(Uint8Array.of(0xb4))).problems).toEqual(['a pop without a push'])
})
