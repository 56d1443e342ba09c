import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleMapping, HEADER } from './example-mapping.fixture.ts'
import { readHeader, ROW_CLASSES, rowClassifier } from './rows.ts'

const classifier = (change?: (text: string) => string) => {
  const mapping = exampleMapping(change)
  const positions = readHeader(mapping, HEADER)
  if (!positions.ok) throw new Error(JSON.stringify(positions.error))
  const classify = rowClassifier(mapping, positions.value)
  return (text: string) => classify({ line: 1, fields: text.split(',') })
}

describe('rows', () => {
  const of = classifier()

  test('a purchase line', () => {
    expect(of('77,A1,Mug,6,2011-07-01 10:00,2.55,123,DE')).toEqual({
      class: 'purchase',
      customer: 'x-123',
      customerText: '123',
      store: 'old-town',
      till: 'import',
      receipt: '77',
      time: { at: Date.UTC(2011, 6, 1, 9), date: '2011-07-01' },
      language: 'de',
      line: { sku: 'A1', name: 'Mug', quantity: 6, amount: 1530 },
    })
  })
  test('a cancellation has positive pieces and amount', () => {
    expect(of('C77,A1,Mug,-6,2011-07-01 10:00,2.55,123,UK')).toMatchObject({
      class: 'cancellation',
      language: 'en',
      line: { quantity: 6, amount: 1530 },
    })
  })
  test.each([
    ['77,A1,Mug,6,2011-07-01 10:00,2.55,123', '7 columns instead of 8'],
    [' ,A1,Mug,6,2011-07-01 10:00,2.55,123,', 'no receipt number'],
    ['77,,Mug,6,2011-07-01 10:00,2.55,123,', 'no article number'],
    ['77,A1,Mug,6,01.07.2011,2.55,123,', 'the time "01.07.2011" is not written as yyyy-MM-dd HH:mm'],
    ['77,A1,Mug,1.5,2011-07-01 10:00,2.55,123,', 'the quantity "1.5" is no whole number'],
    ['77,A1,Mug,0,2011-07-01 10:00,2.55,123,', 'the quantity is zero'],
    ['77,A1,Mug,-6,2011-07-01 10:00,0,,', 'the quantity -6 is negative, and the receipt is no cancellation'],
    ['C77,A1,Mug,6,2011-07-01 10:00,0,,', 'the quantity 6 is not negative, and the receipt is a cancellation'],
    ['77,A1,Mug,6,2011-07-01 10:00,free,,', 'the price "free" is no number'],
    ['77,A1,Mug,6,2011-07-01 10:00,-1,,', 'the price -1 is negative'],
    ['77,A1,Mug,1000000000,2011-07-01 10:00,99999,1,', 'quantity times price is too large for a receipt'],
    ['77,A1,Mug,6,2011-07-01 10:00,1,a b,', 'the customer "a b" is not up to 60 letters, digits and . _ : @ + -'],
  ])('bad: %s', (text, reason) => expect(of(text)).toEqual({ class: 'bad', reason }))

  test('precedence: bad before without customer before cancellation; what costs nothing is a purchase', () => {
    expect(of('C77,A1,Mug,-1,2011-07-01 10:00,1,,').class).toBe('withoutCustomer')
    expect(of('77,A1,Mug,1,2011-07-01 10:00,0,1,').class).toBe('purchase')
  })
  test('a store from a column', () => {
    const byLand = classifier((text) =>
      text.replace('{ spread: [harbour, old-town] }', '{ column: Land, table: { UK: h } }'),
    )
    expect(byLand('77,A1,Mug,1,2011-07-01 10:00,0,1,UK')).toMatchObject({ store: 'h' })
    expect(byLand('77,A1,Mug,1,2011-07-01 10:00,0,1,FR')).toEqual({
      class: 'bad',
      reason: `the store "FR" is not in the mapping's table`,
    })
  })
  test('whatever a row holds, it is in one class', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('C1', '1', '-1', '2011-07-01 10:00', '9.99', ''))
    fc.assert(
      fc.property(fc.array(cell, { minLength: 7, maxLength: 9 }), (fields) => {
        expect(ROW_CLASSES).toContain(of(fields.join(',')).class)
      }),
    )
  })
})
