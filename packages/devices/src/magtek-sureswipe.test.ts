import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import samples from '../fixtures/sample-reports.json' with { type: 'json' }
import { decodeSureSwipe, encodeSureSwipe, SURESWIPE } from './models/magtek-sureswipe.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const tracksOf = (report: Uint8Array) => {
  const decoded = decodeSureSwipe(report)
  if (!decoded.ok) throw new Error(decoded.error)
  const { track1, track2, track3, errors } = decoded.value
  return { t1: text(track1), t2: text(track2), t3: text(track3), errors }
}

describe('MagTek SureSwipe', () => {
  test.each(samples.filter(({ name }) => name.startsWith('magtek')))(
    'the sample report $name decodes as stated',
    ({ hex, expect: stated }) => {
      const tracks: Record<string, unknown> = tracksOf(Uint8Array.from(Buffer.from(hex, 'hex')))
      const comparable = Object.entries(stated).filter(([key]) => key in tracks)
      expect(comparable.length).toBeGreaterThan(0)
      for (const [key, value] of comparable) expect(tracks[key]).toEqual(value)
    },
  )

  test('any bytes decode or are refused in words, and never throw', () => {
    const reports = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.uint8Array({ minLength: SURESWIPE.reportBytes, maxLength: SURESWIPE.reportBytes }),
    )
    fc.assert(
      fc.property(reports, (report) => {
        const decoded = decodeSureSwipe(report)
        if (!decoded.ok) expect(decoded.error).not.toBe('')
        else if (report.length !== SURESWIPE.reportBytes) throw new Error('a report of another length was read')
      }),
    )
  })

  test('a report that contradicts itself is refused, and the byte is named', () => {
    const report = () => encodeSureSwipe('%A?', ';1?')
    const long = report()
    long[4] = 111
    expect(decodeSureSwipe(long)).toEqual({ ok: false, error: 'byte 4: track 2 claims 111 bytes of 110' })
    const wrong = report()
    wrong[0] = 1
    expect(decodeSureSwipe(wrong)).toEqual({ ok: false, error: 'byte 0: track 1 has an error and 3 bytes' })
  })

  test('what is encoded decodes to itself', () => {
    const track = fc.string({ unit: fc.constantFrom(...Array.from('0123456789;=?%^ABCXYZ ')), maxLength: 110 })
    fc.assert(
      fc.property(track, track, track, (t1, t2, t3) => {
        expect(tracksOf(encodeSureSwipe(t1, t2, t3))).toMatchObject({ t1, t2, t3 })
      }),
    )
  })
})
