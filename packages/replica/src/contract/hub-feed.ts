import { expect } from 'vitest'
import { erasedName } from '@kairos/shared/erased'
import type { DocumentRow, GoneRow } from '@kairos/shared/wire/hq-hub'
import type { Check } from './check.ts'
import { names, numbers, read, removeAll, type HubUnderTest } from './hub-under-test.ts'
import { A, ann, B, bob, cid, dan, document, fact, H1, hashOf, id, row } from './made-up.ts'

const [one, two] = [hashOf('1'), hashOf('2')]
const eve = id('eve')
const heldBy = ({ storage }: HubUnderTest) => storage.basesAfter('', 99).map(({ customer }) => customer)

/** A row that cannot be written, as on a full disk. */
function unwritable(change: number): DocumentRow {
  const broken = {
    ...document(bob),
    toJSON(): never {
      throw new Error('cut')
    },
  }
  return { ...row(change, bob), document: broken }
}

/** What a hub's storage does with the feed. */
export const feedChecks: readonly Check<HubUnderTest>[] = [
  {
    title: 'SPEC 10: rows, identities, cursor and contained facts are written together, or not at all',
    check(hub) {
      hub.storage.append(fact(1, ann))
      const first = row(1, ann, { epoch: A, n: 1 }, { identities: [one] })
      expect(() => read(hub, [first, unwritable(2)])).toThrow('cut')
      expect(() => read(hub, [unwritable(1)], { cursor: 1 })).toThrow('cut')
      for (const again of [false, true]) {
        if (again) hub.reopen()
        const { storage } = hub
        expect([storage.base(ann), hub.whose(one), storage.position().cursor]).toEqual([undefined, undefined, 0])
        expect(numbers(storage.factsOf(ann))).toEqual([1])
      }
      read(hub, [first])
      hub.reopen()
      const { storage } = hub
      expect([storage.base(ann)?.now, hub.whose(one), storage.position().cursor]).toEqual([1, ann, 1])
      expect(storage.factsOf(ann)).toEqual([])
    },
  },
  {
    title: 'SPEC 10: an identity is hers whose document names it last',
    check(hub) {
      read(hub, [row(1, ann, undefined, { identities: [one, two] })])
      read(hub, [row(2, bob, undefined, { identities: [one] })])
      expect([hub.whose(one), hub.whose(two)]).toEqual([bob, ann])
      read(hub, [row(3, ann)])
      expect([hub.whose(one), hub.whose(two)]).toEqual([bob, undefined])
    },
  },
  {
    title: 'SPEC 6, 19, 20: playbooks, as HQ sent them last, a pause and when HQ was heard are on disk',
    check(hub) {
      expect([hub.storage.paused(), hub.storage.heard(), hub.storage.compared()]).toEqual([false, undefined, undefined])
      const [first, second] = [1, 2].map((version) => ({ version, files: { 'chain.yaml': `v${version}` } }))
      if (!first || !second) throw new Error('two playbooks')
      for (const playbook of [second, first]) hub.storage.savePlaybook(playbook)
      const again = { version: 2, files: { 'chain.yaml': 'of another history' } }
      hub.storage.savePlaybook(again)
      hub.storage.savePaused(true)
      hub.storage.saveHeard(5)
      hub.storage.saveCompared(6)
      hub.reopen()
      expect(hub.storage.playbooks()).toEqual([first, again])
      expect([hub.storage.paused(), hub.storage.heard(), hub.storage.compared()]).toEqual([true, 5, 6])
      hub.storage.savePaused(false)
      expect(hub.storage.paused()).toBe(false)
    },
  },
  {
    title: 'SPEC 23: a reading from zero ends by removing whom it did not name, in small pieces, and nobody else',
    check(hub) {
      hub.storage.adopt(H1, true)
      read(hub, [
        row(1, ann, undefined, { identities: [one] }),
        row(2, bob, undefined, { identities: [two] }),
        row(3, cid),
        row(4, dan),
      ])
      expect(hub.storage.reading()?.is).toBe('removing')
      removeAll(hub, 2)
      expect([hub.storage.reading(), hub.storage.customers()]).toEqual([undefined, 4])
      hub.storage.reread()
      expect([hub.storage.position(), hub.storage.customers()]).toEqual([{ cursor: 0, hqEpoch: H1, highest: 4 }, 4])
      read(hub, [row(2, bob, undefined, { now: 20, identities: [two] })], { more: true, bytes: 500 })
      expect([hub.storage.removeUnnamed(9), hub.storage.customers()]).toEqual([false, 4])
      // A hub that is killed here goes on where it was.
      hub.reopen()
      expect(hub.storage.reading()).toEqual({ n: 2, is: 'reading', done: 1, bytes: 500 })
      read(hub, [row(9, eve)])
      expect(hub.storage.removeUnnamed(1)).toBe(true)
      hub.reopen()
      expect(hub.storage.reading()?.is).toBe('removing')
      removeAll(hub, 1)
      expect([hub.storage.reading(), heldBy(hub)]).toEqual([undefined, [bob, eve]])
      expect([hub.storage.base(bob)?.now, hub.whose(one), hub.whose(two)]).toEqual([20, undefined, bob])
    },
  },
  {
    title: 'SPEC 23: an older document does not take the place of a newer one, but in another reading',
    check(hub) {
      hub.storage.append(fact(1, ann))
      hub.storage.adopt(H1, true)
      read(hub, [row(9, ann)])
      hub.reopen()
      read(hub, [row(5, ann, { epoch: A, n: 1 })], { cursor: 10 })
      expect([hub.storage.base(ann)?.now, numbers(hub.storage.factsOf(ann))]).toEqual([9, [1]])
      read(hub, [{ change: 6, customer: ann, gone: 'left' }], { cursor: 11 })
      expect(hub.storage.base(ann)?.now).toBe(9)
      hub.storage.adopt(H1, true)
      read(hub, [row(5, ann)])
      expect(hub.storage.base(ann)?.now).toBe(5)
    },
  },
  {
    title: 'SPEC 21: a document that came as text is the one that it says, contained facts and all',
    check(hub) {
      for (const n of [1, 2]) hub.storage.append(fact(n, ann))
      const { document: said, ...head } = row(7, ann, { epoch: A, n: 1 }, { identities: [hashOf('1')] })
      hub.storage.apply({ rows: [{ ...head, text: JSON.stringify(said) }], cursor: 7, more: false }, A)
      hub.reopen()
      expect([hub.storage.base(ann), hub.storage.position().cursor]).toEqual([said, 7])
      expect([names(hub.storage.factsOf(ann)), hub.whose(hashOf('1'))]).toEqual([['a2'], ann])
      read(hub, [row(5, ann)])
      expect(hub.storage.base(ann)).toEqual(said)
    },
  },
  {
    title: 'SPEC 24: reading everything again leaves the outbox as it was',
    check(hub) {
      hub.storage.adopt(H1, true)
      for (const n of [1, 2, 3]) hub.storage.append(fact(n, ann))
      hub.storage.confirm(A, 2, [])
      read(hub, [row(1, ann, { epoch: A, n: 1 })])
      hub.storage.reread()
      hub.reopen()
      expect(hub.storage.depth()).toEqual({ unsent: 1, uncontained: 2 })
      expect([names(hub.storage.unsent(9)), names(hub.storage.factsOf(ann))]).toEqual([['a3'], ['a2', 'a3']])
    },
  },
  {
    title: 'SPEC 25: bases are given in the order of their ids, from any one on, with the identities that are theirs',
    check(hub) {
      const hashes = [hashOf('1'), hashOf('2')]
      read(hub, [row(1, cid), row(2, bob, undefined, { identities: hashes }), row(3, ann)])
      const [next] = hub.storage.basesAfter(ann, 1)
      expect(next).toMatchObject({ customer: bob, document: document(bob, 2) })
      expect(next?.identities.toSorted()).toEqual(hashes)
      expect(heldBy(hub)).toEqual([ann, bob, cid])
      expect(hub.storage.basesAfter(cid, 9)).toEqual([])
    },
  },
  {
    title: 'SPEC 31: a row that was asked for leaves the cursor where it is, and is never older than what is here',
    check(hub) {
      hub.storage.append(fact(1, ann))
      hub.storage.applyAhead(row(7, ann, { epoch: A, n: 1 }, { identities: [one] }), A)
      hub.reopen()
      expect([hub.storage.position().cursor, hub.storage.base(ann)?.now, hub.whose(one)]).toEqual([0, 7, ann])
      expect(hub.storage.factsOf(ann)).toEqual([])
      // A restored HQ that has not given out this change lacks what its row contains, wherever the cursor is.
      expect(hub.storage.position().highest).toBe(7)
      hub.storage.applyAhead(row(6, ann), A)
      read(hub, [row(5, ann)])
      expect(hub.storage.base(ann)?.now).toBe(7)
      // What the cursor has passed was gone since.
      read(hub, [{ change: 9, customer: ann, gone: 'left' }])
      hub.storage.applyAhead(row(8, ann), A)
      expect(hub.storage.base(ann)).toBeUndefined()
    },
  },
  {
    title:
      'SPEC 31: a row that was asked for comes with who is only another name of hers, so that no fact is seen twice',
    check(hub) {
      for (const n of [1, 2, 3]) hub.storage.append(fact(n, n === 2 ? cid : bob))
      read(hub, [row(1, bob, undefined, { identities: [one] })])
      const contains = { epoch: A, n: 2 }
      const other: GoneRow = { change: 6, customer: bob, gone: 'merged', into: ann, contains }
      hub.storage.applyAhead(row(7, ann, contains, { identities: [one] }), A, [other])
      for (const again of [false, true]) {
        if (again) read(hub, [other])
        hub.reopen()
        expect([heldBy(hub), hub.whose(one)]).toEqual([[ann], ann])
        expect([ann, bob, cid].map((each) => numbers(hub.storage.factsOf(each)))).toEqual([[3], [], [2]])
      }
      // What the cursor has passed it has read of, too.
      hub.storage.applyAhead(row(5, bob), A, [{ change: 4, customer: ann, gone: 'merged', into: bob }])
      expect(heldBy(hub)).toEqual([ann])
    },
  },
  {
    title: 'SPEC 32: who has left is dropped with her identities, and her facts are still to be sent',
    check(hub) {
      for (const n of [1, 2]) hub.storage.append(fact(n, ann))
      read(hub, [row(1, ann, undefined, { identities: [one] })])
      read(hub, [{ change: 2, customer: ann, gone: 'left', contains: { epoch: A, n: 1 } }])
      hub.reopen()
      expect([hub.storage.base(ann), hub.whose(one), hub.storage.customers()]).toEqual([undefined, undefined, 0])
      expect([numbers(hub.storage.factsOf(ann)), numbers(hub.storage.unsent(9))]).toEqual([[2], [1, 2]])
    },
  },
  {
    title: 'SPEC 34: facts go over to whom she turned out to be, and back where another history is read',
    check(hub) {
      for (const n of [1, 2]) hub.storage.append(fact(n, ann))
      hub.storage.append(fact(3, bob))
      read(hub, [row(1, ann)])
      read(hub, [{ change: 2, customer: ann, gone: 'merged', into: bob, contains: { epoch: A, n: 1 } }])
      hub.reopen()
      expect([hub.storage.base(ann), numbers(hub.storage.factsOf(ann))]).toEqual([undefined, []])
      expect(hub.storage.factsOf(bob)).toEqual([fact(2, ann), fact(3, bob)])
      read(hub, [row(3, bob, { epoch: A, n: 2 })])
      expect(numbers(hub.storage.factsOf(bob))).toEqual([3])
      hub.storage.adopt(H1, true)
      expect([numbers(hub.storage.factsOf(ann)), numbers(hub.storage.factsOf(bob))]).toEqual([[1, 2], [3]])
    },
  },
  {
    title: 'SPEC 35: of the erased nothing stays, sent or not, and their numbers are not used again',
    check(hub) {
      for (const n of [1, 2]) hub.storage.append(fact(n, ann))
      hub.storage.append(fact(3, bob))
      read(hub, [row(1, ann, undefined, { identities: [one] }), row(2, bob)])
      hub.storage.confirm(A, 1, [])
      read(hub, [{ change: 3, customer: ann, gone: 'erased' }])
      hub.reopen()
      expect([hub.storage.base(ann), hub.whose(one), hub.storage.factsOf(ann)]).toEqual([undefined, undefined, []])
      expect([numbers(hub.storage.unsent(9)), hub.storage.lastNumber(A)]).toEqual([[3], 3])
      expect(hub.storage.hasEvent(fact(1, ann).event.id)).toBe(false)
      expect(hub.storage.base(bob)).toBeDefined()
    },
  },
  {
    title: 'SPEC 35: a digest of an id means whoever of the hub’s customers has that id, if only by a fact',
    check(hub) {
      hub.storage.append(fact(1, bob))
      read(hub, [row(1, ann), row(2, cid)])
      const erased = [ann, bob, dan].map((customer, index) => ({
        change: 3 + index,
        customer: erasedName(customer),
        gone: 'erased' as const,
      }))
      read(hub, erased)
      expect([heldBy(hub), hub.storage.factsOf(bob), hub.storage.position().cursor]).toEqual([[cid], [], 5])
    },
  },
  {
    title: 'SPEC 35: a fact that HQ says is of an erased customer takes all of her away',
    check(hub) {
      hub.storage.append(fact(1, ann))
      hub.storage.append(fact(2, bob))
      hub.storage.append(fact(1, ann, { epoch: B }))
      read(hub, [row(1, ann)])
      hub.storage.confirm(A, 2, [1], [1])
      hub.reopen()
      expect([hub.storage.base(ann), hub.storage.factsOf(ann)]).toEqual([undefined, []])
      expect([names(hub.storage.factsOf(bob)), names(hub.storage.unsent(9))]).toEqual([['a2'], []])
    },
  },
]
