import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cloudEventSchema, type CloudEvent } from '@kairos/shared/cloudevents'
import { Batches, type Batch } from './batches.ts'
import { exampleMapping, HEADER } from './example-mapping.fixture.ts'
import { Importing, memberNumber } from './importing.ts'
import { follows, further, importProgressSchema, type ImportProgress } from './progress.ts'
import { MAX_LINES } from './receipts.ts'
import { readHeader, rowClassifier, type Row } from './rows.ts'

const mapping = exampleMapping()
const positions = readHeader(mapping, HEADER)
if (!positions.ok) throw new Error('the example has no such header')
const classify = rowClassifier(mapping, positions.value)
const row = (receipt: string, customer = '1', day = '01', quantity = receipt.startsWith('C') ? -1 : 1): Row =>
  classify({ line: 1, fields: [receipt, 'A1', 'Mug', `${quantity}`, `2011-07-${day} 10:00`, '1.50', customer, 'DE'] })

/** All batches that an import makes when HQ has `had` rows. */
function batchesOf(rows: readonly Row[], had = 0, limits = { events: 5, bytes: 2_000 }): Batch[] {
  const importing = new Importing(mapping, { name: 'log.csv', bytes: 100 })
  const batches = new Batches(had, limits)
  const closed = [...rows.flatMap((each) => importing.row(each) ?? []), importing.end()]
  return closed.flatMap((each) => batches.add(each) ?? [])
}
const eventsOf = (batches: readonly Batch[]): CloudEvent[] =>
  batches.flatMap(({ events }) => events.map((text) => cloudEventSchema.parse(JSON.parse(text))))
const receiptsOf = (rows: readonly Row[]) =>
  eventsOf(batchesOf(rows)).flatMap((event) =>
    event.type === 'kairos.purchase' || event.type === 'kairos.return'
      ? [`${event.data.receipt} ${event.subject} ${event.data.lines.length}`]
      : [],
  )

describe('receipts', () => {
  test('one event for one receipt, one profile for one customer', () => {
    expect(eventsOf(batchesOf([row('7'), row('7'), row('C8')]))).toEqual([
      {
        specversion: '1.0',
        id: 'profile:x-1',
        source: 'import/example',
        subject: 'x-1',
        time: '2011-07-01T09:00:00.000Z',
        history: true,
        type: 'kairos.profile',
        data: { home: 'harbour', language: 'de', identities: [{ kind: 'member', value: 'M000001' }] },
      },
      expect.objectContaining({
        id: 'purchase:harbour/import/7',
        type: 'kairos.purchase',
        data: expect.objectContaining({ receipt: '7', total: 300 }),
      }),
      expect.objectContaining({ id: 'return:harbour/import/C8', type: 'kairos.return' }),
    ])
  })
  test('a receipt that comes back, changes customer or date, or grows too long goes on in further parts', () => {
    expect(receiptsOf([row('7'), row('8'), row('7'), row('7'), row('8')])).toEqual([
      '7 x-1 1',
      '8 x-1 1',
      '7+2 x-1 2',
      '8+2 x-1 1',
    ])
    expect(receiptsOf([row('7'), row('7', '1', '02')])).toEqual(['7 x-1 1', '7+2 x-1 1'])
    expect(receiptsOf([row('7', '1'), row('7', '4')])).toHaveLength(2)
    expect(receiptsOf(Array.from({ length: MAX_LINES + 1 }, () => row('7')))).toEqual(['7 x-1 2000', '7+2 x-1 1'])
    expect(receiptsOf([row('7+2'), row('7'), row('8'), row('7')])).toEqual([
      '7+2 x-1 1',
      '7 x-1 1',
      '8 x-1 1',
      '7+3 x-1 1',
    ])
  })
  test('bad rows and rows without customer do not part a receipt', () => {
    expect(receiptsOf([row('7'), row('7', ''), row('7', '1', '01', 0), row('7')])).toEqual(['7 x-1 2'])
  })
})

const anyRows = fc
  .array(
    fc
      .tuple(
        fc.constantFrom('1', '2', '3', 'C1', 'C2'),
        fc.constantFrom('1', '2', '4', ''),
        fc.constantFrom('01', '02', '99'),
        fc.nat({ max: 3 }),
      )
      .map(([receipt, customer, day, extra]) => Array.from({ length: extra + 1 }, () => row(receipt, customer, day))),
    { maxLength: 300 },
  )
  .map((rows) => rows.flat())

describe('an import', () => {
  test('no line is lost or told twice, ids differ, and every row is in one class', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const batches = batchesOf(rows)
        const events = eventsOf(batches)
        const progress = batches.at(-1)?.progress
        const count = (type: string) =>
          events
            .filter((event) => event.type === type)
            .reduce((n, { data }) => n + ('lines' in data ? data.lines.length : 1), 0)
        expect(progress).toMatchObject({ rows: rows.length, done: true })
        expect(count('kairos.purchase')).toBe(progress?.classes.purchase)
        expect(count('kairos.return')).toBe(progress?.classes.cancellation)
        expect(count('kairos.profile')).toBe(progress?.profiles)
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
      }),
    )
  })

  test('stopped after any batch, or with its answer lost, it goes on to the same events and the same end', () => {
    fc.assert(
      fc.property(anyRows, fc.array(fc.nat(), { maxLength: 4 }), fc.boolean(), (rows, stops, lost) => {
        const whole = batchesOf(rows)
        const hq = new Map<string, CloudEvent>()
        let stored: ImportProgress | undefined
        const send = (batch: Batch) => {
          const next = importProgressSchema.parse(JSON.parse(JSON.stringify(batch.progress)))
          expect(follows(stored, next)).toBe(true)
          for (const event of eventsOf([batch])) hq.set(event.id, event)
          stored = further(stored, next)
        }
        for (const stop of stops) {
          const batches = batchesOf(rows, stored?.rows)
          for (const batch of batches.slice(0, stop % (batches.length + 1))) {
            send(batch)
            if (lost) send(batch)
          }
        }
        for (const batch of batchesOf(rows, stored?.rows)) send(batch)
        expect([...hq.values()].map(({ id }) => id).toSorted()).toEqual(
          eventsOf(whole)
            .map(({ id }) => id)
            .toSorted(),
        )
        expect({ ...stored, from: 0 }).toEqual({ ...whole.at(-1)?.progress, from: 0 })
      }),
      { numRuns: 50 },
    )
  })

  test('a batch that leaves a gap is not for this HQ, and an old one takes nothing back', () => {
    const [first, second] = batchesOf(Array.from({ length: 500 }, (_, n) => row(`${n}`))).map(
      ({ progress }) => progress,
    )
    if (first === undefined || second === undefined) throw new Error('two batches were expected')
    expect(follows(undefined, first)).toBe(true)
    expect(follows(undefined, second)).toBe(false)
    expect(follows(first, second)).toBe(true)
    expect(further(second, first)).toBe(second)
  })
})

test('member numbers come from a template', () => {
  expect(memberNumber('{customer:8}', '12347')).toBe('00012347')
  expect(memberNumber('M-{customer}', '12347')).toBe('M-12347')
})
