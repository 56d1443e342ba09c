import { expect, test } from 'vitest'
import { epochSchema } from '@kairos/shared/ids'
import { fail, ok, type Result } from '@kairos/shared/result'
import type { Batch, FeedRow } from '@kairos/shared/wire/hq-hub'
import { bulkText, readBulk, type Bulk } from './bulk.ts'
import { FeedReader, type FeedPort } from './feed-reader.ts'
import type { HubStorage } from './hub-storage.ts'

const A = epochSchema.parse('a'.repeat(16))
const H = epochSchema.parse('1'.repeat(16))
const gone = (change: number): FeedRow => ({ change, customer: `c${change}`, gone: 'left' }) as FeedRow

/** HQ has changes 1 to `all`; the hub's disk is a cursor and what was applied. */
function world(all: number, { rows = 2, bulkAbove = 3, bulkRows = 4 } = {}) {
  let cursor = 0
  let open = true
  const applied: number[] = []
  const sliced: number[] = []
  const said: string[] = []
  const asked: string[] = []
  let flight = 0
  let bulk: ((cursor: number) => Result<Bulk, string>) | undefined
  const storage = {
    position: () => ({ cursor, hqEpoch: H, highest: cursor }),
    reading: () => undefined,
    apply(batch: Batch) {
      applied.push(...batch.rows.map(({ change }) => change))
      sliced.push(batch.rows.length)
      cursor = batch.cursor
    },
  } as Partial<HubStorage> as HubStorage
  const after = (from: number, most: number) => {
    const changes = Array.from({ length: Math.min(most, all - from) }, (_, index) => from + index + 1)
    const end = changes.at(-1) ?? from
    return { rows: changes.map(gone), cursor: end, more: end < all, ahead: all - end }
  }
  const port: FeedPort = {
    async pull(message) {
      asked.push(`pull ${message.cursor}`)
      return ok(after(message.cursor, Math.min(message.most, 3)))
    },
    async bulk(message) {
      asked.push(`bulk ${message.cursor} (${message.applied})`)
      expect(++flight).toBe(1)
      await Promise.resolve()
      flight--
      const { rows: some, ...frame } = after(message.cursor, message.most)
      return (
        bulk?.(message.cursor) ??
        readBulk(
          bulkText(
            { ...frame, rows: some.length },
            some.map((row) => JSON.stringify(row)),
          ),
          99,
        )
      )
    },
  }
  const waits: (() => void)[] = []
  let held = false
  const reader = new FeedReader(
    {
      storage,
      epoch: A,
      now: () => 0,
      applied: () => {},
      failed: (words) => said.push(words),
      pacing: {
        pace: () => ({ rows, pause: 10 }),
        wait: () => (held ? new Promise((turn) => waits.push(turn)) : Promise.resolve()),
        bulkAbove,
        bulkRows,
      },
    },
    port,
    () => open,
    all,
  )
  return {
    reader,
    applied,
    sliced,
    asked,
    said,
    hold: () => (held = true),
    turn: async () => {
      await settle()
      waits.shift()?.()
      await settle()
    },
    cut: () => (open = false),
    fromZero: () => (cursor = 0),
    answerBulk: (with_: typeof bulk) => (bulk = with_),
    cursor: () => cursor,
  }
}
const settle = () => new Promise((resolve) => setImmediate(resolve))
const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1)

test('SPEC 21: far behind it reads big batches, one on its way while one is applied, and small ones at the end', async () => {
  const { reader, applied, asked, sliced } = world(10)
  await reader.read()
  expect(applied).toEqual(upTo(10))
  expect(asked.slice(0, 2)).toEqual(['bulk 0 (0)', 'bulk 4 (0)'])
  expect(asked.at(-1)).toBe('pull 10')
  expect(Math.max(...sliced)).toBe(2)
  expect([reader.caughtUp, reader.ahead]).toEqual([true, 0])
})

test('SPEC 21: a few documents behind it reads by the socket alone', async () => {
  const { reader, asked } = world(3)
  await reader.read()
  expect(asked).toEqual(['pull 0', 'pull 3'])
})

test('SPEC 22: what is left of a batch when the line is cut comes again, and nothing is passed over', async () => {
  const { reader, applied, cursor, hold, turn, cut } = world(10)
  hold()
  const reading = reader.read()
  await settle()
  cut()
  await turn()
  await reading
  // One slice, which has its own cursor; nothing more once the line is cut.
  expect([applied, cursor()]).toEqual([[1, 2], 2])
  expect(reader.caughtUp).toBe(false)
})

test('SPEC 24: told to read from zero in the middle of a batch, it drops what is left of it', async () => {
  const { reader, applied, hold, turn, fromZero, cursor } = world(10)
  hold()
  const reading = reader.read()
  await turn()
  const before = applied.length
  fromZero()
  void reader.read(10)
  for (let n = 0; n < 20; n++) await turn()
  await reading
  expect(applied.slice(before)).toEqual(upTo(10))
  expect(cursor()).toBe(10)
})

test('SPEC 21: where big batches do not come it goes on with small ones, and stops asking after three', async () => {
  const { reader, applied, asked, said, answerBulk } = world(30)
  answerBulk(() => fail('nothing listens there'))
  await reader.read()
  expect(applied).toEqual(upTo(30))
  expect(asked.filter((each) => each.startsWith('bulk'))).toHaveLength(3)
  expect(said).toHaveLength(3)
})

test('SPEC 21: half a batch is none', () => {
  const rows = [1, 2, 3].map((change) => JSON.stringify(gone(change)))
  const text = bulkText({ rows: 3, cursor: 3, more: false }, rows)
  expect(readBulk(text, 1)).toMatchObject({ ok: true })
  expect(readBulk(text.split('\n').slice(0, -1).join('\n'), 1)).toMatchObject({ ok: false })
  expect(readBulk('', 0)).toMatchObject({ ok: false })
})

test('SPEC 21: a row that cannot be read stops the reading before it, in words', async () => {
  const { reader, applied, said, answerBulk } = world(10, { rows: 1 })
  answerBulk((cursor) =>
    readBulk(
      bulkText({ rows: 2, cursor: cursor + 2, more: true, ahead: 9 }, [JSON.stringify(gone(1)), '{"change":2}']),
      9,
    ),
  )
  await reader.read()
  expect(applied).toEqual([1])
  expect(said[0]).toContain('not understood')
  expect(reader.caughtUp).toBe(false)
})
