import { expect, test } from 'vitest'
import { A, ann, B, bob, consent, document, row } from './contract/made-up.ts'
import { HubReplica } from './hub-replica.ts'
import { MemoryHubStorage } from './memory/hub-storage.ts'

const replicaOf = (
  storage: MemoryHubStorage,
  epoch = A,
  failed: (n: number) => void = () => {},
  madeWith?: () => object | undefined,
) =>
  new HubReplica(
    storage,
    epoch,
    (customer, { id }) => {
      if (id.includes('bad')) throw new Error(`cannot fold ${id}`)
      return { ...customer, now: customer.now + 1 }
    },
    (id) => document(id),
    ({ n }) => failed(n),
    madeWith,
  )

test('SPEC 2: numbers run on from what is on disk, and from 1 in another epoch', () => {
  const storage = new MemoryHubStorage()
  const record = (event: string, epoch = A) => replicaOf(storage, epoch).record(consent(event, ann), 1)?.n
  expect([record('1'), record('2'), record('2'), record('3'), record('4', B)]).toEqual([1, 2, undefined, 3, 1])
})

test('SPEC 13: the view is her base with her facts that it does not contain; what cannot be folded changes nothing', () => {
  const storage = new MemoryHubStorage()
  const failed: number[] = []
  const replica = replicaOf(storage, A, (n) => failed.push(n))
  expect([replica.view(ann), replica.knows(ann)]).toEqual([undefined, false])
  for (const event of ['1', '2', 'bad', '4']) replica.record(consent(event, ann), 1)
  replica.record(consent('5', bob), 1)
  storage.confirm(A, 5, [])
  expect([replica.view(ann)?.now, replica.knows(ann), failed]).toEqual([3, true, [3]])
  storage.apply({ rows: [row(10, ann, { epoch: A, n: 2 })], cursor: 10, more: false }, A)
  expect([replica.view(ann)?.now, replica.view(bob)?.now]).toEqual([11, 1])
})

test('a view is remembered until it is to be forgotten, and only with what it was made with', () => {
  const storage = new MemoryHubStorage()
  let madeWith: object | undefined = { version: 1 }
  const replica = replicaOf(storage, A, undefined, () => madeWith)
  replica.record(consent('1', ann), 1)
  replica.record(consent('2', bob), 1)
  const [first, other] = [replica.view(ann), replica.view(bob)]
  expect(replica.view(ann)).toBe(first)
  replica.record(consent('3', ann), 1)
  replica.forget(ann)
  expect([replica.view(ann)?.now, replica.view(bob) === other]).toEqual([2, true])
  replica.forget()
  expect(replica.view(bob)).not.toBe(other)
  // What is read where nothing may be remembered is neither taken from memory nor left in it.
  const before = replica.view(ann)
  madeWith = undefined
  replica.record(consent('4', ann), 1)
  expect(replica.view(ann)?.now).toBe(3)
  madeWith = { version: 2 }
  expect([replica.view(ann)?.now, replica.view(ann) === before]).toEqual([3, false])
})
