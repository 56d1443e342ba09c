import { describe, expect, test } from 'vitest'
import { engine } from './contract/hq-under-test.ts'
import { A, ann, fact, H1, H2, harbour, id } from './contract/made-up.ts'
import { digestOf, identityDigestOf, type Held } from './digest.ts'
import { HqEnd } from './hq-end.ts'
import type { HqSyncStorage } from './hq-storage.ts'
import { MemoryHqStorage } from './memory/hq-storage.ts'

const held = (name: string, identities: string[] = []): Held => ({ customer: id(name), document: { name }, identities })

function hq(rows: Held[], moved = false) {
  const told = { cursors: [] as number[], differed: 0 }
  const storage = {
    heard: async (_store, _at, cursor) => void told.cursors.push(cursor),
    bulkAfter: async (_store, cursor) => ({ frame: { rows: 0, cursor, more: false }, rows: [] }),
    heldIn: async (_store, _range, _cursor, most) => ({ rows: rows.slice(0, most), moved }),
    differed: async () => void told.differed++,
  } as Partial<HqSyncStorage> as HqSyncStorage
  return { end: new HqEnd(storage, harbour, H1, () => 0), told }
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

describe('facts on their way up', () => {
  /** Every transaction lets others come between its work and its commit. */
  const hubs = () => {
    const storage = new MemoryHqStorage(engine, { meanwhile: () => Promise.resolve() })
    return { storage, end: () => new HqEnd(storage, harbour, H1, () => 100) }
  }

  test('SPEC 14: two lines of one hub that overlap store each fact once', async () => {
    const { storage, end } = hubs()
    const five = [1, 2, 3, 4, 5].map((n) => fact(n, ann))
    await Promise.all([end().facts(five), end().facts(five.slice(0, 2)), end().facts(five.slice(0, 4))])
    expect([await storage.lastNumber(harbour, A), await storage.foldNext(100)]).toEqual([5, 5])
  })

  test('SPEC 15: behind a gap nothing is stored, and the answer says from where to send', async () => {
    const { end } = hubs()
    expect(await end().facts([fact(3, ann)])).toMatchObject({ value: { upTo: 0 } })
    expect(await end().facts([fact(1, ann), fact(3, ann)])).toMatchObject({ value: { upTo: 1 } })
    expect(await end().facts([{ epoch: A, n: 2 }, fact(3, ann)])).toMatchObject({ value: { upTo: 3, setAside: [2] } })
  })

  test('SPEC 14: what a hub’s clock is ahead by a little stays as the store saw it; HQ’s receipt is never before it', async () => {
    const { storage, end } = hubs()
    const ahead = (n: number, at: number) => ({ ...fact(n, ann), event: { ...fact(n, ann).event, at, received: at } })
    await end().facts([ahead(1, 90), ahead(2, 10_100), ahead(3, 10_101)])
    const times = [...storage.disk.events.values()].map(({ event: { at, received } }) => [at, received])
    expect(times).toEqual([
      [90, 100],
      [10_100, 10_100],
      [100, 100],
    ])
  })

  test('SPEC 17: what was set aside is told again when the answer was lost', async () => {
    const { end } = hubs()
    const sent = [fact(1, ann), { epoch: A, n: 2, event: { type: 'beamed' } }, fact(3, ann)]
    const told = { ok: true, value: { epoch: A, upTo: 3, setAside: [2] } }
    expect(await end().facts(sent)).toEqual(told)
    expect(await end().facts(sent)).toEqual(told)
    // A hub restored from a backup sends the first part only, and hears that HQ has all three.
    expect(await end().facts(sent.slice(0, 1))).toEqual(told)
    expect(await end().facts([fact(4, ann)])).toMatchObject({ value: { upTo: 4, setAside: [] } })
  })
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
