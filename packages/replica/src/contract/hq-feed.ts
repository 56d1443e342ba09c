import { expect } from 'vitest'
import { DAY } from '@kairos/shared/time'
import { feedRowSchema } from '@kairos/shared/wire/hq-hub'
import { digestOfFiles } from '../playbook-digest.ts'
import type { Check } from './check.ts'
import { change, inShort, profile, readOn, type HqUnderTest } from './hq-under-test.ts'
import { A, ann, bob, cid, dan, fact, H1, H2, H3, harbour, hashOf, oldTown } from './made-up.ts'

const card = hashOf('c')

const rowsIn = (texts: string[]) => texts.map((text) => feedRowSchema.parse(JSON.parse(text)))

/** What HQ's storage tells hubs. */
export const feedChecks: readonly Check<HqUnderTest>[] = [
  {
    title: 'SPEC 4: every store that holds a customer gets its own number for a change, and only the last one',
    async check(hq) {
      await change(hq, profile('1', ann), profile('2', bob, oldTown), profile('3', ann, oldTown))
      const first = [...(await readOn(hq, harbour)).rows, ...(await readOn(hq, oldTown)).rows]
      expect(new Set(first.map((row) => row.change)).size).toBe(3)
      const last = Math.max(...first.map((row) => row.change))
      await change(hq, profile('4', ann))
      await hq.reopen()
      expect(inShort(await readOn(hq, harbour))).toEqual(['ann 3'])
      expect(inShort(await readOn(hq, oldTown))).toEqual(['bob 1', 'ann 3'])
      for (const store of [harbour, oldTown]) {
        const { rows } = await readOn(hq, store, last)
        expect(inShort({ rows })).toEqual(['ann 3'])
      }
    },
  },
  {
    title:
      'SPEC 10: a batch holds what changed after the cursor in the order of change, and says how many come after it',
    async check(hq) {
      await change(hq, profile('1', ann), profile('2', bob), profile('3', cid), profile('4', dan, oldTown))
      const all = await readOn(hq, harbour)
      const changes = all.rows.map((row) => row.change)
      expect(changes).toEqual(changes.toSorted((a, b) => a - b))
      const first = await hq.storage.feedAfter(harbour, 0, 2)
      expect(first).toMatchObject({ rows: all.rows.slice(0, 2), cursor: changes[1], more: true, ahead: 1 })
      const second = await hq.storage.feedAfter(harbour, first.cursor, 2)
      expect(second).toMatchObject({ rows: all.rows.slice(2), cursor: changes[2], more: false })
      expect(second.ahead ?? 0).toBe(0)
      expect(await hq.storage.feedAfter(harbour, all.cursor, 2)).toMatchObject({
        rows: [],
        cursor: all.cursor,
        more: false,
      })
      // A full batch may be the last one.
      expect((await hq.storage.feedAfter(harbour, 0, 3)).more).toBe(false)
      expect([await hq.storage.behind(harbour, 0), await hq.storage.behind(harbour, first.cursor)]).toEqual([3, 1])
    },
  },
  {
    title: 'SPEC 10: who changes while a hub reads comes again at the end, and nobody is passed over',
    async check(hq) {
      await change(hq, profile('1', ann), profile('2', bob), profile('3', cid))
      const first = await hq.storage.feedAfter(harbour, 0, 2)
      await change(hq, profile('4', ann))
      expect(inShort(await readOn(hq, harbour, first.cursor))).toEqual(['cid 1', 'ann 2'])
    },
  },
  {
    title: 'SPEC 21: big batches are the same feed, in text',
    async check(hq) {
      await change(hq, profile('1', ann, harbour, [card]), profile('2', bob), profile('3', cid))
      await hq.storage.takeFacts(harbour, A, 1, [fact(1, ann)], [])
      await hq.fold()
      await hq.erase(bob)
      const small = await hq.storage.feedAfter(harbour, 0, 2)
      const big = await hq.storage.bulkAfter(harbour, 0, 2)
      expect(rowsIn(big.rows)).toEqual(small.rows)
      expect(big.frame).toEqual({ rows: 2, cursor: small.cursor, more: true, ahead: 1 })
      const rest = await hq.storage.bulkAfter(harbour, small.cursor, 2)
      expect([rest.frame.rows, rest.frame.more]).toEqual([1, false])
      expect(rowsIn(rest.rows)).toEqual((await readOn(hq, harbour, small.cursor)).rows)
    },
  },
  {
    title: 'SPEC 7: after a restore a cursor holds only as far as the backup and the hub share one history',
    async check(hq) {
      const holds = async (epoch: typeof H1, cursor: number) => hq.storage.cursorHolds(epoch, cursor)
      const changed = async (event: string): Promise<number> => {
        await change(hq, profile(event, ann))
        return (await readOn(hq, harbour)).cursor
      }
      await hq.openEpoch(H1)
      await changed('1')
      const kept = await changed('2')
      await hq.backUp()
      const lost = await changed('3')
      await hq.openEpoch(H2)
      const later = await changed('4')
      expect([await holds(H1, lost), await holds(H2, later)]).toEqual([true, true])
      expect([await holds(H1, later), await holds(H2, later + 1)]).toEqual([false, false])
      await hq.restore()
      await hq.openEpoch(H3)
      expect([await holds(H1, kept), await holds(H1, lost), await holds(H2, kept)]).toEqual([true, false, false])
      // What is numbered anew from here on is no number of the history that was lost.
      const anew = await changed('other')
      expect([await holds(H1, lost), await holds(H2, later), await holds(H3, anew)]).toEqual([false, false, true])
      await hq.reopen()
      expect([await holds(H1, kept), await holds(H1, lost), await holds(H3, anew)]).toEqual([true, false, true])
    },
  },
  {
    title: 'SPEC 6: every playbook after the one that a hub has is told, the oldest first',
    async check(hq) {
      const [first, second] = [await hq.publish({ 'chain.yaml': 'one' }), await hq.publish({ 'chain.yaml': 'two' })]
      await hq.reopen()
      expect(await hq.storage.playbooksAfter(0)).toEqual([
        { version: first, files: { 'chain.yaml': 'one' } },
        { version: second, files: { 'chain.yaml': 'two' } },
      ])
      expect(await hq.storage.playbooksAfter(first)).toMatchObject([{ version: second }])
      expect(await hq.storage.playbooksAfter(second)).toEqual([])
    },
  },
  {
    title: 'SPEC 20: and those before it that a hub lacks, or has with other files',
    async check(hq) {
      const versions: { version: number; digest: string }[] = []
      for (const text of ['one', 'two', 'three', 'four']) {
        const files = { 'chain.yaml': text }
        versions.push({ version: await hq.publish(files), digest: digestOfFiles(files) })
      }
      const [first, second, third, fourth] = versions.map(({ version }) => version)
      const lacked = async (named: readonly { version: number; digest: string }[]) =>
        (await hq.storage.playbooksAfter(fourth ?? 0, named)).map(({ version }) => version)
      expect(await lacked(versions)).toEqual([])
      expect(await lacked(versions.slice(3))).toEqual([first, second, third])
      expect(await lacked(versions.with(1, { version: second ?? 0, digest: digestOfFiles({}) }))).toEqual([second])
    },
  },
  {
    title: 'SPEC 25: a range of what a store holds, in the order of ids, and whether any of it moved',
    async check(hq) {
      await change(hq, profile('1', dan), profile('2', cid), profile('3', bob), profile('4', ann, oldTown))
      const { cursor } = await readOn(hq, harbour)
      const held = async (after: string, upTo: string | undefined, most = 9, at = cursor) => {
        const { rows, moved } = await hq.storage.heldIn(harbour, { after, upTo }, at, most)
        return [...rows.map(({ customer }) => customer), moved]
      }
      expect(await held('', undefined)).toEqual([bob, cid, dan, false])
      expect(await held('', undefined, 2)).toEqual([bob, cid, false])
      expect(await held(bob, cid)).toEqual([cid, false])
      const { rows } = await hq.storage.heldIn(harbour, { after: '', upTo: bob }, cursor, 9)
      const read = await readOn(hq, harbour)
      expect(rows).toEqual(
        read.rows.flatMap((row) =>
          'document' in row && row.customer === bob
            ? [{ customer: bob, document: row.document, identities: row.identities }]
            : [],
        ),
      )
      await change(hq, profile('5', cid))
      expect([await held('', bob), await held(bob, undefined), await held(cid, undefined)]).toEqual([
        [bob, false],
        [cid, dan, true],
        [dan, false],
      ])
      await hq.erase(dan)
      expect([await held('', bob), await held(cid, undefined)]).toEqual([[bob, false], [true]])
      expect(await held(bob, undefined, 9, (await readOn(hq, harbour)).cursor)).toEqual([cid, false])
    },
  },
  {
    title: 'SPEC 31: who is looked up is held from then on; asked again she is no news, and a wrong number is nobody',
    async check(hq) {
      await change(hq, profile('1', ann, harbour, [card]))
      const { row } = await hq.storage.lookUp(oldTown, card, 5)
      expect(row).toMatchObject({ customer: ann, identities: [card], document: { id: ann, now: 1 } })
      await hq.reopen()
      const read = await readOn(hq, oldTown)
      expect(read.rows).toEqual([row])
      expect(await hq.storage.lookUp(oldTown, card, 6)).toEqual({ row, others: [] })
      expect(await readOn(hq, oldTown, read.cursor)).toEqual({ rows: [], cursor: read.cursor })
      expect(await hq.storage.lookUp(oldTown, hashOf('d'), 6)).toEqual({})
      await change(hq, profile('2', ann))
      expect(inShort(await readOn(hq, oldTown, read.cursor))).toEqual(['ann 2'])
    },
  },
  {
    title: 'SPEC 32: whoever has not come by for 13 months leaves, unless she is at home there; she may come back',
    async check(hq) {
      await change(hq, profile('1', ann, harbour, [card]))
      await hq.storage.lookUp(oldTown, card, 5)
      await hq.leave(396 * DAY)
      expect(inShort(await readOn(hq, oldTown))).toEqual(['ann 1'])
      await hq.leave(400 * DAY)
      const left = await readOn(hq, oldTown)
      expect([inShort(left), inShort(await readOn(hq, harbour))]).toEqual([['ann left'], ['ann 1']])
      await change(hq, profile('2', ann))
      await hq.leave(400 * DAY)
      expect((await readOn(hq, oldTown, left.cursor)).rows).toEqual([])
      await hq.storage.lookUp(oldTown, card, 400 * DAY)
      expect(inShort(await readOn(hq, oldTown))).toEqual(['ann 2'])
    },
  },
]
