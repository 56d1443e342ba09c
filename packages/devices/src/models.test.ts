import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decoderFor, decoderOf } from './decode.ts'
import { parseReportDescriptor } from './descriptor/report-descriptor.ts'
import { deviceEventSchema } from './device-event.ts'
import { encodeFrame, unwrap, wrap } from './idtech-frame.ts'
import { decodeIdTech, SECUREMAG } from './models/idtech.ts'
import { decodeMagneSafe, encodeMagneSafe, MAGNESAFE_V5 } from './models/magnesafe-v5.ts'
import { decodeInsert, encodeInsert, INSERT_READER } from './models/magtek-insert.ts'
import { SURESWIPE } from './models/magtek-sureswipe.ts'
import { MODELS, modelFor } from './models/models.ts'
import { MSR_DESCRIPTOR } from './models/pos-msr.ts'
import { LSR118_DESCRIPTOR } from './models/pos-scanner.ts'
import { RFID_READER } from './models/rfid-keyboard.ts'
import { digits, leaked, LOYALTY, paymentNumber, printed } from './payment-cards.fixture.ts'
import { eventsOf, keyboardDescriptor, SCANNERS, SWIPERS, WEDGE } from './readers.fixture.ts'

const NOBODY = { vendorId: 0x4242, productId: 1 }

describe('which model a device is', () => {
  test.each([
    ['a SureSwipe by its name', SURESWIPE, undefined, 'magtek-sureswipe'],
    ['an insert reader by its name', INSERT_READER, undefined, 'magtek-insert'],
    ['a MagneSafe by its name', MAGNESAFE_V5, undefined, 'magtek-magnesafe-v5'],
    ['a SecureMag by its name', SECUREMAG, undefined, 'idtech-securemag'],
    [
      'another ID TECH by maker and usage page',
      { vendorId: 0x0acd, productId: 1, usagePage: 0xff00, usage: 1 },
      undefined,
      'idtech-securemag',
    ],
    [
      'an RFID reader by its name, though it calls itself a keyboard',
      RFID_READER,
      keyboardDescriptor(6),
      'rfid-keyboard',
    ],
    ['a scanner by its descriptor', NOBODY, LSR118_DESCRIPTOR, 'hid-pos-scanner'],
    ['a scanner by its usage page alone', { ...NOBODY, usagePage: 0x8c, usage: 2 }, undefined, 'hid-pos-scanner'],
    ['a stripe reader by its descriptor', NOBODY, MSR_DESCRIPTOR, 'hid-pos-msr'],
    ['a keypad by its descriptor', NOBODY, keyboardDescriptor(7), 'keypad'],
    ['a keyboard by its descriptor', NOBODY, keyboardDescriptor(6), 'keyboard-wedge'],
    ['a device that says nothing', NOBODY, undefined, undefined],
    [
      'a device of MagTek that we do not know',
      { vendorId: 0x0801, productId: 0x9999, usagePage: 0xff00, usage: 1 },
      undefined,
      undefined,
    ],
    [
      'a scanner’s usage page without a data field',
      { ...NOBODY, usagePage: 0x8c, usage: 4 },
      Uint8Array.of(5, 0x8c, 9, 4, 0xa1, 1, 0xc0),
      undefined,
    ],
  ])('%s', (_what, device, descriptor, name) => {
    expect(modelFor(device, descriptor && parseReportDescriptor(descriptor))?.name).toBe(name)
  })

  test('what the settings say comes first', () => {
    const taught = [
      { ...NOBODY, model: 'magtek-sureswipe' },
      { vendorId: 0x16c0, productId: 0x27db, model: 'keypad' },
    ]
    expect(modelFor(NOBODY, undefined, taught)?.name).toBe('magtek-sureswipe')
    expect(modelFor(RFID_READER, undefined, taught)?.name).toBe('keypad')
    expect(modelFor(NOBODY, undefined, [{ ...NOBODY, model: 'unheard of' }])).toBeUndefined()
  })

  test('model names are told apart', () => {
    expect(new Set(MODELS.map(({ name }) => name)).size).toBe(MODELS.length)
  })
})

describe.each(SWIPERS)('cards through $name', ({ device, reports, room }) => {
  test('one of the chain’s own is read, on whichever track it stands', () => {
    fc.assert(
      fc.property(digits(10), fc.nat(2), (rest, place) => {
        const number = `77${rest}`
        const tracks = [`%${number}^MARLOW FINCH?`, `;${number}=0000?`, `;${number}?`].map((track, at) =>
          at === place ? track : '',
        )
        expect(eventsOf(device, reports(tracks[0] ?? '', tracks[1] ?? '', tracks[2] ?? ''))).toEqual([
          { is: 'card', value: number },
        ])
      }),
      { numRuns: 30 },
    )
  })

  test('a payment card is known, and no eight digits of it leave', () => {
    fc.assert(
      fc.property(paymentNumber, (number) => {
        const events = eventsOf(
          device,
          reports(`%B${number}^DOE/JANE^3012101?`.slice(0, room), `;${number}=3012101?`, ''),
        )
        expect(events).toContainEqual({ is: 'paymentCard' })
        expect(leaked(number, events)).toBeUndefined()
      }),
      { numRuns: 100 },
    )
  })
})

describe.each(SCANNERS)('texts through $name', ({ device, reports }) => {
  test('a payment card’s number never leaves, however it is printed and whatever stands around it', () => {
    const around = fc.string({ unit: fc.constantFrom(...Array.from('ABC/:=?')), maxLength: 6 })
    const aim = fc.constantFrom(']C0', ']Q0', ']d1', ']A0', ']z0', ']C1', ']Q3', ']E0', ']E4', ']X0')
    fc.assert(
      fc.property(
        around,
        paymentNumber.filter((number) => number.length !== 13),
        fc.nat(3),
        around,
        aim,
        (before, number, how, after, identifier) => {
          const text = number.replaceAll(/(.{4})(?=.)/g, `$1${['', ' ', '-', '.'][how]}`)
          const events = eventsOf(device, reports(before + text + after, identifier))
          expect(leaked(number, events)).toBeUndefined()
          expect(events.length).toBeGreaterThan(0)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('one of the chain’s own cards, printed as a code, is that card', () => {
    expect(eventsOf(device, reports('771234567890', ']C0'))).toEqual([{ is: 'card', value: '771234567890' }])
  })
})

test('digits of other scripts hide no payment card', () => {
  const wide = (number: string) =>
    Buffer.from(number.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))).toString('latin1')
  const scanner = SCANNERS[0]
  fc.assert(
    fc.property(printed(paymentNumber), (number) => {
      expect(scanner && eventsOf(scanner.device, scanner.reports(wide(number), ']Q0'))).toEqual([{ is: 'paymentCard' }])
    }),
  )
})

describe('readers that encrypt', () => {
  test('MagneSafe says so and gives nothing, whichever firmware’s length the report has', () => {
    const report = encodeMagneSafe('%B4111111111111111^A?', ';4111111111111111=3012?', '', true)
    expect(decodeMagneSafe(report)).toEqual({ ok: true, value: 'encrypted' })
    const longer = Uint8Array.of(...report, ...new Uint8Array(33))
    expect(eventsOf(MAGNESAFE_V5, [report, longer])).toEqual([{ is: 'encrypted' }, { is: 'encrypted' }])
  })

  test('MagneSafe without a key, or with encryption off, is in the clear (manual 99875475, reader encryption status)', () => {
    for (const status of [0, 2, 4]) {
      const report = encodeMagneSafe('', ';771234567890=0000?')
      report[494] = status
      expect(eventsOf(MAGNESAFE_V5, [report])).toEqual([{ is: 'card', value: '771234567890' }])
    }
  })

  test('ID TECH in both framings, and raw', () => {
    const tracks = ['%B4111********1111^A?', ';4111********1111=3012?']
    for (const isEnhanced of [true, false])
      expect(eventsOf(SECUREMAG, [encodeFrame(tracks, isEnhanced, true)])).toEqual([{ is: 'encrypted' }])
    const raw = new Uint8Array(337)
    raw[6] = 4
    expect(eventsOf(SECUREMAG, [raw])).toEqual([{ is: 'encrypted' }])
    expect(eventsOf(SECUREMAG, [wrap(Uint8Array.of(0x84, 0x3f, 0, 0, 0, 0, 0))])).toEqual([{ is: 'encrypted' }])
  })
})

test('an insert reader tells the way in from the way out; an empty reading on the way in is none', () => {
  const decoded = decodeInsert(encodeInsert('', ';1?', '', true))
  expect(decoded.ok && decoded.value.isGoingIn).toBe(true)
  expect(eventsOf(INSERT_READER, [encodeInsert('', '', '', true)])).toEqual([])
  expect(eventsOf(INSERT_READER, [encodeInsert('', '', '', false)])).toEqual([{ is: 'unreadable' }])
})

describe('ID TECH framing', () => {
  test('what is wrapped unwraps, with whatever fills the report behind it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.uint8Array({ maxLength: 20 }), (data, filling) => {
        const unwrapped = unwrap(Uint8Array.of(...wrap(data), ...filling))
        expect(unwrapped.ok && Buffer.from(unwrapped.value).equals(data)).toBe(true)
      }),
    )
  })

  test('a byte that is wrong, anywhere, is noticed', () => {
    const frame = encodeFrame([';771234567890=0000?'])
    fc.assert(
      fc.property(fc.nat(frame.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bent = frame.slice()
        bent[at] = (bent[at] ?? 0) ^ change
        expect(decodeIdTech(bent).ok).toBe(false)
      }),
    )
  })

  test('tracks longer than the data are refused', () => {
    expect(decodeIdTech(wrap(Uint8Array.of(0x80, 0x3f, 9, 0, 0, 1, 0, 0x3b))).ok).toBe(false)
  })
})

describe.each(MODELS)('whatever comes from a $name', (model) => {
  const seeds = SWIPERS.flatMap(({ reports }) => reports('%B4^A?', ';4=1?', ''))
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 900 }),
    fc
      .tuple(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(520), fc.nat(255)), { maxLength: 20 }),
        fc.integer({ min: -8, max: 70 }),
      )
      .map(([seed, changes, longer]) => {
        const bent = new Uint8Array(Math.max(0, seed.length + longer))
        bent.set(seed.subarray(0, bent.length))
        for (const [at, value] of changes) if (at < bent.length) bent[at] = value
        return bent
      }),
  )
  const descriptors = [undefined, LSR118_DESCRIPTOR, MSR_DESCRIPTOR, keyboardDescriptor(6)].map(
    (each) => each && parseReportDescriptor(each),
  )

  test('nothing throws, every event is one of the schema’s, and every report is zeroed', () => {
    fc.assert(
      fc.property(
        fc.array(bytes, { maxLength: 6 }),
        fc.constantFrom(...descriptors),
        fc.integer({ min: -5, max: 400 }),
        (reports, descriptor, gap) => {
          const decode = decoderOf(model, { descriptor, layout: 'us' }, LOYALTY)
          for (const [index, report] of reports.entries()) {
            for (const event of decode(report, index * gap))
              expect(deviceEventSchema.safeParse(event).error).toBeUndefined()
            expect(report.every((byte) => byte === 0)).toBe(true)
          }
          const due = decode.due()
          if (due !== undefined)
            for (const event of decode.quiet(due)) expect(deviceEventSchema.safeParse(event).error).toBeUndefined()
        },
      ),
      { numRuns: 300 },
    )
  })
})

test('a device that nobody knows has no decoder', () => {
  expect(decoderFor(NOBODY, LOYALTY)).toBeUndefined()
  expect(decoderFor({ ...WEDGE }, LOYALTY)).toBeDefined()
})
