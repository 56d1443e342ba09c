import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashIdentity } from './identity-hash.ts'
import { identitySchema, type Identity } from './identity.ts'
import { normaliseIdentity, readingsOf } from './normalise-identity.ts'

const KEY = { hex: '07'.repeat(32) }
const phone = (value: string, country?: string) => normaliseIdentity({ kind: 'phone', value }, country).value

describe('one form for every way of writing an identity', () => {
  test.each([
    ['020 7946 0958', 'GB', '+442079460958'],
    ['(020) 7946-0958', 'GB', '+442079460958'],
    ['+44 20 7946 0958', 'DE', '+442079460958'],
    ['+44 (0)20 7946 0958', undefined, '+442079460958'],
    ['0044 20 7946 0958', 'GB', '+442079460958'],
    ['０２０７９４６０９５８', 'GB', '+442079460958'],
    ['030 901820', 'DE', '+4930901820'],
    ['(212) 555-0123', 'US', '+12125550123'],
    ['020 7946 0958', undefined, '02079460958'],
    ['020 7946 0958', 'nowhere', '02079460958'],
    ['12', 'GB', '12'],
    ['nobody', 'GB', 'NOBODY'],
  ])('the phone number %s of %s is %s', (written, country, normal) => {
    expect(phone(written, country)).toBe(normal)
  })

  test('cards and members lose what stands between their digits; a code keeps its case', () => {
    expect(normaliseIdentity({ kind: 'card', value: ' 77-12 34.56/78 90 ' })).toEqual({
      kind: 'card',
      value: '771234567890',
    })
    expect(normaliseIdentity({ kind: 'member', value: 'ab 12' })).toEqual({ kind: 'member', value: 'AB12' })
    expect(normaliseIdentity({ kind: 'qr', value: ' https://x.example/Ab-1 ' })).toEqual({
      kind: 'qr',
      value: 'https://x.example/Ab-1',
    })
  })

  test('what is normal stays as it is, whatever it was, and never throws', () => {
    const identity = fc.record({
      kind: fc.constantFrom(...identitySchema.shape.kind.options),
      value: fc.string({ maxLength: 40 }),
    })
    fc.assert(
      fc.property(identity, fc.constantFrom(undefined, 'GB', 'DE', 'US', 'ZZ'), (any: Identity, country) => {
        const normal = normaliseIdentity(any, country)
        expect(normaliseIdentity(normal, country)).toEqual(normal)
        expect(hashIdentity(KEY, any, country)).toBe(hashIdentity(KEY, normal, country))
      }),
      { numRuns: 500 },
    )
  })

  test('the same characters are another identity in another kind', () => {
    const hashes = identitySchema.shape.kind.options.map((kind) => hashIdentity(KEY, { kind, value: '12345' }))
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  test('a keyed number may be a member’s, and a phone’s where it is one', () => {
    const keyed = { kind: 'member' as const, value: '02079460958' }
    expect(readingsOf(keyed, 'GB')).toEqual([keyed, { kind: 'phone', value: '+442079460958' }])
    expect(readingsOf(keyed)).toEqual([keyed])
    expect(readingsOf({ kind: 'member', value: '123' }, 'GB')).toHaveLength(1)
    expect(readingsOf({ kind: 'card', value: '02079460958' }, 'GB')).toHaveLength(1)
  })
})
