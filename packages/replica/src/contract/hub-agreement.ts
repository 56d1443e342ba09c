import * as fc from 'fast-check'
import { expect } from 'vitest'
import { erasedName } from '@kairos/shared/erased'
import { eventIdSchema } from '@kairos/shared/ids'
import type { FeedRow } from '@kairos/shared/wire/hq-hub'
import { MemoryHubStorage } from '../memory/hub-storage.ts'
import type { Maker } from './check.ts'
import type { HubUnderTest } from './hub-under-test.ts'
import { memoryHub } from './memory-hub.ts'
import { A, ann, B, bob, C, cid, fact, H1, H2, hashOf, row } from './made-up.ts'

const CUSTOMERS = [ann, bob, cid]
const EPOCHS = [A, B, C]
const HASHES = [hashOf('1'), hashOf('2')]
/** Events that come twice now and then. */
const EVENTS = ['e1', 'e2', 'e3', 'e4', 'e5', 'e6']

const customer = fc.constantFrom(...CUSTOMERS)
const epoch = fc.constantFrom(...EPOCHS)
const number = fc.integer({ min: 1, max: 6 })
const numbers = fc.uniqueArray(number, { maxLength: 2 })
const contains = fc.option(fc.record({ epoch, n: number }), { nil: undefined })
const change = fc.integer({ min: 1, max: 12 })
const feedRow: fc.Arbitrary<FeedRow> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(change, customer, contains, fc.subarray(HASHES)).map(rowOf) },
  fc
    .tuple(change, customer, contains, fc.constantFrom('left' as const, 'merged' as const, 'erased' as const), customer)
    .map(([change, customer, contains, gone, into]) => ({
      change,
      customer,
      gone,
      ...(contains ? { contains } : {}),
      ...(gone === 'merged' ? { into } : {}),
    })),
  fc.tuple(change, customer).map(([change, customer]) => ({
    change,
    customer: erasedName(customer),
    gone: 'erased' as const,
  })),
)
function rowOf([change, customer, contains, identities]: [
  number,
  (typeof CUSTOMERS)[number],
  FeedRow['contains'],
  typeof HASHES,
]) {
  return row(change, customer, contains, { identities })
}

/** What happens to a hub: each step is told the storage, the epoch of this start, and the step's number. */
type Step = { words: string; take: (hub: HubUnderTest, epoch: typeof A, at: number) => void }
const told = <T>(words: string, of: fc.Arbitrary<T>, take: (value: T) => Step['take']): fc.Arbitrary<Step> =>
  of.map((value) => ({ words: `${words} ${JSON.stringify(value)}`, take: take(value) }))

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: told('recorded', fc.tuple(customer, fc.constantFrom(...EVENTS)), ([customer, event]) => {
      return ({ storage }, epoch, received) => {
        const n = storage.lastNumber(epoch) + 1
        storage.append(fact(n, customer, { epoch, received, ...(n % 2 === 0 ? { event } : {}) }))
      }
    }),
  },
  {
    weight: 4,
    arbitrary: told('read', fc.tuple(fc.array(feedRow, { maxLength: 4 }), fc.boolean()), ([rows, more]) => {
      return ({ storage }, epoch) =>
        storage.apply(
          { rows, more, cursor: Math.max(storage.position().cursor, ...rows.map(({ change }) => change)) },
          epoch,
          7,
        )
    }),
  },
  told('asked for', fc.tuple(change, customer, contains, fc.subarray(HASHES)), (asked) => {
    return ({ storage }, epoch) => storage.applyAhead(rowOf(asked), epoch)
  }),
  told(
    'confirmed',
    fc.tuple(epoch, fc.integer({ min: 0, max: 6 }), numbers, numbers),
    ([epoch, upTo, aside, erased]) => {
      return ({ storage }) => storage.confirm(epoch, upTo, [...aside, ...erased], erased)
    },
  ),
  told('adopted', fc.tuple(fc.constantFrom(H1, H2), fc.boolean()), ([hq, fromZero]) => {
    return ({ storage }) => storage.adopt(hq, fromZero)
  }),
  told(
    'told to read again',
    fc.constant(0),
    () =>
      ({ storage }) =>
        storage.reread(),
  ),
  // Which of them goes first is the storage's own affair.
  told('removed', fc.integer({ min: 1, max: 3 }), (most) => ({ storage }) => {
    while (storage.removeUnnamed(most));
  }),
  told('opened again', fc.constant(0), () => (hub) => hub.reopen()),
)

/** All that can be seen of a hub's storage from outside. */
const seen = ({ storage, ...hub }: HubUnderTest) => ({
  bases: CUSTOMERS.map((customer) => storage.base(customer)),
  held: storage.basesAfter('', 9),
  next: storage.basesAfter(ann, 1),
  customers: storage.customers(),
  whose: HASHES.map((hash) => hub.whose(hash)),
  facts: CUSTOMERS.map((customer) => storage.factsOf(customer)),
  events: EVENTS.map((event) => storage.hasEvent(eventIdSchema.parse(event))),
  last: EPOCHS.map((epoch) => storage.lastNumber(epoch)),
  unsent: [storage.unsent(2), storage.unsent(99)],
  oldest: storage.oldestUnsent(),
  depth: storage.depth(),
  position: storage.position(),
  reading: storage.reading(),
})

/**
 * Whatever happens to both, in whatever order, a storage answers as the one in memory does, which is the model. All of
 * it happens within 30 days: how many old facts go with each new one is the storage's own affair.
 */
export function agreesWithMemory(make: Maker<HubUnderTest>, runs: number): void {
  const starts = fc.tuple(
    fc.array(step, { maxLength: 14 }),
    fc.array(step, { maxLength: 14 }),
    fc.array(step, { maxLength: 14 }),
  )
  fc.assert(
    fc.property(starts, (starts) => {
      const [model, other] = [memoryHub(MemoryHubStorage)(), make()]
      const before: string[] = []
      try {
        for (const [index, steps] of starts.entries())
          for (const { words, take } of steps) {
            before.push(`${index}: ${words}`)
            for (const { subject } of [model, other]) take(subject, EPOCHS[index] ?? A, before.length)
            expect(seen(other.subject), before.join('\n')).toEqual(seen(model.subject))
          }
      } finally {
        void other.remove()
      }
    }),
    { numRuns: runs },
  )
}
