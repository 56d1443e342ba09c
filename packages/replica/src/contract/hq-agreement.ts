import * as fc from 'fast-check'
import { expect } from 'vitest'
import { strangerId } from '@kairos/shared/stranger'
import type { Event } from '@kairos/shared/event'
import type { StoreId } from '@kairos/shared/ids'
import { DAY } from '@kairos/shared/time'
import { feedRowSchema, type Fact } from '@kairos/shared/wire/hq-hub'
import type { Maker } from './check.ts'
import { inShort, profile, readOn, short, sorted, type HqUnderTest } from './hq-under-test.ts'
import { A, ann, B, bob, cid, consent, fact, H1, harbour, hashOf, oldTown } from './made-up.ts'
import { memoryHq } from './memory-hq.ts'

const STORES = [harbour, oldTown]
const EPOCHS = [A, B]
const HASHES = [hashOf('1'), hashOf('2')]
const CUSTOMERS = [ann, bob, cid, ...HASHES.map((hash) => strangerId(hash))]
/** Events that come twice now and then; one of them cannot be folded. */
const EVENTS = ['e1', 'e2', 'e3', 'e4', 'bad 5']

const store = fc.constantFrom(...STORES)
const customer = fc.constantFrom(...CUSTOMERS)
const eventName = fc.constantFrom(...EVENTS)

/** HQ and what its hubs have read of it: cursors are each storage's own, for numbers may differ between storages. */
type World = { hq: HqUnderTest; cursors: Map<StoreId, number>; received: number }
/** Something that happens; gives what a hub is told by it. */
type Step = { words: string; take: (world: World) => Promise<unknown> }
const told = <T>(words: string, of: fc.Arbitrary<T>, take: (value: T) => Step['take']): fc.Arbitrary<Step> =>
  of.map((value) => ({ words: `${words} ${JSON.stringify(value)}`, take: take(value) }))

/** The next facts of a hub: some of them of known events, some that cannot be read. */
type Sent = { customer: (typeof CUSTOMERS)[number]; event: string | undefined; readable: boolean }
async function send({ hq, received }: World, store: StoreId, epoch: typeof A, sent: readonly Sent[]): Promise<void> {
  const have = await hq.storage.lastNumber(store, epoch)
  const facts: Fact[] = []
  const aside = []
  for (const [index, { customer, event, readable }] of sent.entries()) {
    const n = have + 1 + index
    const each = fact(n, customer, { epoch, event: event ?? `${store} ${epoch} ${n}`, received })
    if (readable) facts.push(each)
    else aside.push({ epoch, n, body: JSON.stringify(each), why: 'beamed' })
  }
  await hq.storage.takeFacts(store, epoch, have + sent.length, facts, aside)
}

const profileEvent = fc
  .tuple(
    eventName,
    fc.constantFrom(ann, bob, cid),
    fc.constantFrom(harbour, oldTown, 'none' as const),
    fc.subarray(HASHES),
  )
  .map((parts): Event => profile(...parts))
const otherEvent = fc.tuple(eventName, customer).map((parts): Event => consent(...parts))
const sent = fc.record({
  customer,
  event: fc.option(eventName, { nil: undefined }),
  readable: fc.boolean(),
})

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: told(
      'taken in',
      fc.oneof(profileEvent, otherEvent),
      (event) =>
        ({ hq }) =>
          hq.takeIn([event]),
    ),
  },
  {
    weight: 3,
    arbitrary: told(
      'sent',
      fc.tuple(store, fc.constantFrom(...EPOCHS), fc.array(sent, { minLength: 1, maxLength: 3 })),
      ([store, epoch, facts]) => {
        return (world) => send(world, store, epoch, facts)
      },
    ),
  },
  {
    weight: 3,
    arbitrary: told(
      'folded',
      fc.constant(0),
      () =>
        ({ hq }) =>
          hq.fold(),
    ),
  },
  {
    weight: 2,
    arbitrary: told(
      'read',
      fc.tuple(store, fc.integer({ min: 1, max: 3 })),
      ([store, most]) =>
        async ({ hq, cursors }) => {
          const { rows, cursor } = await readOn(hq, store, cursors.get(store) ?? 0, most)
          cursors.set(store, cursor)
          return sorted(rows.map(seenRow))
        },
    ),
  },
  told('looked up', fc.tuple(store, fc.constantFrom(...HASHES)), ([store, hash]) => async ({ hq, received }) => {
    const { row, others = [] } = await hq.storage.lookUp(store, hash, received)
    return row && sorted([...others, row].map(seenRow))
  }),
  told(
    'heard',
    store,
    (store) =>
      ({ hq, cursors }) =>
        hq.storage.heard(store, 0, cursors.get(store) ?? 0),
  ),
  told(
    'merged',
    fc.tuple(customer, customer),
    ([into, from]) =>
      ({ hq }) =>
        hq.merge(into, from),
  ),
  told(
    'erased',
    customer,
    (customer) =>
      ({ hq }) =>
        hq.erase(customer),
  ),
  told('a year and more later', fc.constant(0), () => async (world) => {
    world.received += 397 * DAY
    await world.hq.leave(world.received)
  }),
)

const seenRow = (row: Parameters<typeof short>[0]): string =>
  `${short(row)} ${'identities' in row ? row.identities.map((hash) => hash[0]).join(' ') : ''}`

/** All that hubs can be told, but for the numbers themselves. */
async function seen({ hq, cursors }: World): Promise<unknown> {
  const all = []
  for (const store of STORES) {
    const cursor = cursors.get(store) ?? 0
    const range = { after: ann, upTo: cid }
    const whole = await readOn(hq, store, 0, 2)
    const bulk = await hq.storage.bulkAfter(store, 0, 99)
    const texts = bulk.rows.map((text) => feedRowSchema.parse(JSON.parse(text)))
    expect(inShort({ rows: texts })).toEqual(inShort(whole))
    all.push({
      store,
      whole: sorted(whole.rows.map(seenRow)),
      behind: [await hq.storage.behind(store, 0), await hq.storage.behind(store, cursor)],
      held: await hq.storage.heldIn(store, { after: '' }, cursor, 99),
      some: await hq.storage.heldIn(store, range, cursor, 1),
      holds: [await hq.storage.cursorHolds(H1, cursor), await hq.storage.cursorHolds(A, cursor)],
    })
    for (const epoch of EPOCHS)
      all.push({
        last: await hq.storage.lastNumber(store, epoch),
        aside: await hq.storage.setAsideAmong(store, epoch, 1, 99),
        erased: await hq.storage.erasedAmong(store, epoch, 2, 9),
      })
  }
  return all
}

/**
 * Whatever happens to both, in whatever order, hubs are told by a storage what the one in memory tells them, which is
 * the model.
 */
export async function agreesWithMemory(make: Maker<HqUnderTest>, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const made = [memoryHq()(), make()]
      const worlds = made.map(({ subject }): World => ({ hq: subject, cursors: new Map(), received: 1 }))
      const before: string[] = []
      try {
        for (const { hq } of worlds) await hq.openEpoch(H1)
        for (const { words, take } of steps) {
          before.push(words)
          const told = []
          for (const world of worlds) told.push({ told: await take(world), seen: await seen(world) })
          expect(told[1], before.join('\n')).toEqual(told[0])
        }
      } finally {
        for (const { remove } of made) await remove()
      }
    }),
    { numRuns: runs },
  )
}
