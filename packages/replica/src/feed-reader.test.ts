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

type Sizes = { rows?: number; most?: number; bulkAbove?: number; bulkRows?: number; took?: (rows: number) => number }
/** HQ has changes 1 to `all`; the hub's disk is a cursor and what was applied. */
function world(all: number, sizes: Sizes = {}) {
  const { rows = 2, most = rows, bulkAbove = 3, bulkRows = 4, took = () => 0 } = sizes
  let time = 0
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
      time += took(batch.rows.length)
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
  const pace = { fewest: rows, most, time: 4, pause: 10 }
  const waits: (() => void)[] = []
  let held = false
  const reader = new FeedReader(
    {
      storage,
      epoch: A,
      now: () => time,
      applied: () => {},
      failed: (words) => said.push(words),
      pacing: {
        pace: () => pace,
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

test('SPEC 22: slices grow as long as they are quick, shrink when they are not, and keep to their bounds', async () => {
  const { reader, applied, sliced } = world(100, { rows: 2, most: 16, bulkRows: 100, took: (rows) => rows / 2 })
  await reader.read()
  expect(applied).toEqual(upTo(100))
  // 2 take 1 ms, 4 take 2 of the 4 that they may.
  expect(sliced.slice(0, 5)).toEqual([2, 4, 4, 4, 4])
  const slow = world(100, { rows: 2, most: 16, bulkRows: 100, took: (rows) => (rows < 16 ? 0 : 9) })
  await slow.reader.read()
  expect(slow.sliced.slice(0, 7)).toEqual([2, 4, 8, 16, 8, 16, 8])
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

test('SPEC 23: news that comes while those who were not named are removed is read at once', async () => {
  let [cursor, all, left] = [0, 1, 2]
  const waits: (() => void)[] = []
  const storage = {
    position: () => ({ cursor, hqEpoch: H, highest: cursor }),
    reading: () => (left > 0 ? { is: 'removing', done: 1, bytes: 0 } : undefined),
    removeUnnamed: () => --left > 0,
    apply: (batch: Batch) => void (cursor = batch.cursor),
  } as Partial<HubStorage> as HubStorage
  const pull = async () => ok({ rows: cursor < all ? [gone(all)] : [], cursor: all, more: false, ahead: 0 })
  const pacing = {
    pace: () => ({ fewest: 1, most: 1, time: 9, pause: 10 }),
    wait: () => new Promise<void>((turn) => waits.push(turn)),
  }
  const parts = { storage, epoch: A, now: () => 0, applied: () => {}, failed: () => {} }
  const reader = new FeedReader({ ...parts, pacing: { ...pacing, bulkAbove: 9, bulkRows: 9 } }, { pull }, () => true, 1)
  const reading = reader.read()
  await expect.poll(() => waits.length).toBe(1)
  all = 2
  await reader.read()
  expect(cursor).toBe(1)
  waits.shift()?.()
  await reading
  expect([cursor, reader.caughtUp]).toEqual([2, true])
})
