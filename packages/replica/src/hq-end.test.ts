import { expect, test } from 'vitest'
import { customerIdSchema, epochSchema, storeIdSchema } from '@kairos/shared/ids'
import { digestOf, identityDigestOf, type Held } from './digest.ts'
import { HqEnd } from './hq-end.ts'
import type { HqSyncStorage } from './hq-storage.ts'

const H1 = epochSchema.parse('1'.repeat(16))
const H2 = epochSchema.parse('2'.repeat(16))
const held = (id: string, identities: string[] = []): Held => ({
  customer: customerIdSchema.parse(id),
  document: { id },
  identities,
})

function hq(rows: Held[], moved = false) {
  const told = { cursors: [] as number[], differed: 0 }
  const storage = {
    heard: async (_store, _at, cursor) => void told.cursors.push(cursor),
    bulkAfter: async (_store, cursor) => ({ frame: { rows: 0, cursor, more: false }, rows: [] }),
    heldIn: async (_store, _range, _cursor, most) => ({ rows: rows.slice(0, most), moved }),
    differed: async () => void told.differed++,
  } as Partial<HqSyncStorage> as HqSyncStorage
  return { end: new HqEnd(storage, storeIdSchema.parse('harbour'), H1, () => 0), told }
}

test('SPEC 21: a big batch is given only in the epoch that the cursor is of, and what is asked for is not yet read', async () => {
  const { end, told } = hq([])
  const asked = { cursor: 9, applied: 4, most: 10 }
  expect(await end.bulk({ ...asked, hqEpoch: H2 })).toMatchObject({ ok: false })
  expect(told.cursors).toEqual([])
  expect(await end.bulk({ ...asked, hqEpoch: H1 })).toMatchObject({ ok: true })
  expect(told.cursors).toEqual([4])
})

test('SPEC 25, 26: HQ sees whom a hub lacks, has too many, or has otherwise; each is counted once', async () => {
  const three = ['ann', 'bob', 'cid'].map((id) => held(id))
  const { end, told } = hq(three)
  const said = async (rows: Held[]) =>
    (await end.compare({ cursor: 1, after: '', rows: rows.length, digest: digestOf(rows) })).is
  expect(await said(three)).toBe('same')
  expect(told.differed).toBe(0)
  expect(await said(three.slice(0, 2))).toBe('other')
  expect(await said([...three, held('dan')])).toBe('other')
  expect(await said([held('ann'), held('bob'), held('dan')])).toBe('other')
  expect(told.differed).toBe(3)
  const moving = hq(three, true)
  const { is } = await moving.end.compare({ cursor: 1, after: '', rows: 0, digest: digestOf([]) })
  expect([is, moving.told.differed]).toEqual(['moved', 0])
})

test('SPEC 25: HQ sees whose identities a hub has otherwise; a hub that does not tell is not compared by them', async () => {
  const rows = [held('ann', ['h1', 'h2']), held('bob')]
  const { end, told } = hq(rows)
  const said = async (hub: Held[]) => {
    const digests = { digest: digestOf(hub), identities: identityDigestOf(hub) }
    return (await end.compare({ cursor: 1, after: '', rows: hub.length, ...digests })).is
  }
  expect(await said([held('ann', ['h2', 'h1']), held('bob')])).toBe('same')
  expect(await said([held('ann', ['h1']), held('bob', ['h2'])])).toBe('other')
  expect(await said([held('ann', ['h1']), held('bob')])).toBe('other')
  expect(told.differed).toBe(2)
  const digest = digestOf([held('ann'), held('bob')])
  expect(await end.compare({ cursor: 1, after: '', rows: 2, digest })).toEqual({ is: 'same' })
})
