import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SqliteDatabase } from '@kairos/shared/database'
import { A, H1, hubIn, id, row } from './on-disk.fixture.ts'
import { openHubDatabase } from './open.ts'

let database: SqliteDatabase
beforeEach(() => {
  database = openHubDatabase(':memory:')
})
afterEach(() => database.close())

const apply = (
  hub: ReturnType<typeof hubIn>,
  rows: ReturnType<typeof row>[],
  cursor: number,
  more = false,
  bytes = 0,
) => hub.storage.apply({ rows, cursor, more }, A, bytes)

test('SPEC 23: a reading from zero ends by removing whom it did not name, in small pieces, and nobody else', () => {
  const hub = hubIn(database)
  hub.storage.adopt(H1, true)
  apply(hub, [row(1, 'ann'), row(2, 'bob'), row(3, 'cid'), row(4, 'dan')], 4)
  expect(hub.storage.reading()?.is).toBe('removing')
  while (hub.storage.removeUnnamed(2));
  expect([hub.storage.reading(), hub.storage.customers()]).toEqual([undefined, 4])
  hub.storage.reread()
  expect([hub.storage.position(), hub.storage.customers()]).toEqual([{ cursor: 0, hqEpoch: H1 }, 4])
  apply(hub, [row(2, 'bob', 20)], 2, true, 500)
  expect(hub.storage.removeUnnamed(9)).toBe(false)
  // A hub that is killed here goes on where it was.
  const again = hubIn(database)
  expect(again.storage.reading()).toEqual({ n: 2, is: 'reading', done: 1, bytes: 500 })
  apply(again, [row(9, 'eve')], 9)
  expect(again.storage.removeUnnamed(1)).toBe(true)
  expect(again.storage.reading()?.is).toBe('removing')
  while (again.storage.removeUnnamed(1));
  expect(again.storage.reading()).toBeUndefined()
  expect(again.storage.basesAfter('', 9).map(({ customer }) => customer)).toEqual(['bob', 'eve'])
  expect(again.storage.base(id('bob'))?.now).toBe(20)
})

test('SPEC 23: an older document does not take the place of a newer one, but in another reading', () => {
  const hub = hubIn(database)
  hub.storage.adopt(H1, true)
  apply(hub, [row(9, 'ann')], 9)
  apply(hub, [row(5, 'ann')], 10)
  expect(hub.storage.base(id('ann'))?.now).toBe(9)
  hub.storage.adopt(H1, true)
  apply(hub, [row(5, 'ann')], 5)
  expect(hub.storage.base(id('ann'))?.now).toBe(5)
})

test('SPEC 24: reading everything again leaves the outbox as it was', () => {
  const hub = hubIn(database)
  hub.storage.adopt(H1, true)
  for (let n = 0; n < 3; n++) hub.record('ann')
  hub.storage.confirm(A, 2, [])
  apply(hub, [{ ...row(1, 'ann'), contains: { epoch: A, n: 1 } }], 1)
  const before = hub.storage.depth()
  hub.storage.reread()
  expect(hub.storage.depth()).toEqual(before)
  expect(hub.replica.view(id('ann'))?.now).toBe(3)
})
