import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { newCustomer } from '@kairos/dialogue/advance'
import type { SqliteDatabase } from '@kairos/shared/database'
import {
  customerIdSchema,
  epochSchema,
  screenIdSchema,
  zoneIdSchema,
  type ScreenId,
  type ZoneId,
} from '@kairos/shared/ids'
import { DAY, HOUR, MINUTE, SECOND, type Ms } from '@kairos/shared/time'
import type { FeedRow } from '@kairos/shared/wire/hq-hub'
import { storeOn } from './floor.fixture.ts'
import type { Saying } from './saying.ts'
import { openHubDatabase } from './storage/open.ts'
import { visitsIn, type Visits } from './storage/visits.ts'

const OFFER = `dialogue: offer
level: 3
begins: { when: visit }
goal: { when: purchase }
holdout: 0
again: always
first: ask
steps:
  ask:
    channel: screen
    message:
      title: 'An offer, {{ customer.first }}'
      body: 'For you'
      public: { title: 'An offer for all', body: 'Here' }
    asks: { yes-please: { label: Yes, next: give } }
    silence: { after: 30m, next: over }
  give:
    channel: screen
    zones: [wine]
    grants: ten-off
    message: { title: 'Thank you {{ customer.first }}', body: 'Show it at the till' }
    silence: { after: 1h, next: over }
`
const SIGN = `dialogue: sign
level: 3
begins: { when: visit }
goal: { when: purchase }
holdout: 0
again: always
first: say
steps:
  say:
    channel: screen
    zones: [fish]
    message: { title: Fresh fish, body: Over there }
    silence: { after: 3d, next: over }
`
const files = {
  'chain.yaml': `chain: Hall
language: en
currency: GBP
salt: hall-salt
stores: { hall: { name: The Hall, timeZone: Europe/London } }
zones: { fish: { name: Fish }, wine: { name: Wine } }
incentives: { ten-off: { name: Ten off, value: 10, cost: 5, expires: 30d, budget: 2 } }
memory: { purchases: { of: purchase }, visits: { of: visit } }
policy: { caps: [{ channel: screen, most: 1, per: 1h }] }
general: [{ title: Hello, body: 'From {{ store.name }}' }]
`,
  'dialogues/offer.yaml': OFFER,
  'dialogues/sign.yaml': SIGN,
}
const PEOPLE = ['ann', 'bea', 'cat'].map((name) => customerIdSchema.parse(name))
const SCREENS = ['kiosk-1', 'kiosk-2', 'cart-1'].map((name) => screenIdSchema.parse(name))
const ZONES = ['fish', 'wine'].map((name) => zoneIdSchema.parse(name))
/** That of the floor's fixture. */
const EPOCH = epochSchema.parse('aaaaaaaaaaaaaaaa')
type Store = ReturnType<typeof storeOn>
class TakenBack extends Error {}

type Action =
  | { do: 'recognise'; who: number; screen: ScreenId; strength: 'held' | 'claimed' }
  | { do: 'walk'; screen: ScreenId; zone: ZoneId }
  | { do: 'answer' | 'shown' | 'quiet' | 'leave' | 'leave screen' | 'taken back'; screen: ScreenId }
  | { do: 'changed' | 'left' | 'merged' | 'erased'; who: number }
  | { do: 'playbook' | 'paused' | 'tidy' }
  | { do: 'pass'; time: Ms }
const who = fc.nat({ max: PEOPLE.length - 1 })
const screen = fc.constantFrom(...SCREENS)
const actions: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('recognise'), who, screen, strength: fc.constantFrom('held', 'claimed') }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('walk'), screen, zone: fc.constantFrom(...ZONES) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('answer', 'shown', 'quiet', 'leave', 'leave screen', 'taken back'),
      screen,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('changed', 'left', 'merged', 'erased'), who }) },
  fc.record({ do: fc.constantFrom('playbook', 'paused', 'tidy') }),
  // What was chosen holds for a minute.
  fc.record({ do: fc.constant('pass'), time: fc.constantFrom(MINUTE, 40 * MINUTE, 5 * HOUR, DAY) }),
)

/** HQ has another document of her, by another name each time, or she is gone. It contains what was recorded so far. */
function rowOf({ storage, playbooks }: Store, is: string, n: number, change: number): FeedRow {
  const [customer, into] = [PEOPLE[n], PEOPLE[(n + 1) % PEOPLE.length]]
  if (!customer || !into) throw new Error('nobody of this number')
  const last = storage.lastNumber(EPOCH)
  const row = { change, customer, ...(last > 0 ? { contains: { epoch: EPOCH, n: last } } : {}) }
  if (is === 'merged') return { ...row, gone: 'merged', into }
  if (is === 'left' || is === 'erased') return { ...row, gone: is }
  const document = { ...newCustomer(playbooks, customer), profile: { first: `${customer} ${change}` } }
  return { ...row, document, identities: [] }
}

function act(store: Store, database: SqliteDatabase, action: Action, change: number): void {
  const { floor, storage } = store
  switch (action.do) {
    case 'recognise': {
      const role = action.screen === 'cart-1' ? ('cart' as const) : ('kiosk' as const)
      const [customer, zone] = [
        PEOPLE[action.who],
        role === 'cart' ? null : (ZONES[action.screen === 'kiosk-1' ? 0 : 1] ?? null),
      ]
      if (customer) floor.presence.enter(customer, { ...action, zone, role })
      return
    }
    case 'pass':
      return void store.pass(action.time)
    case 'changed':
    case 'left':
    case 'merged':
    case 'erased':
      return storage.apply({ rows: [rowOf(store, action.do, action.who, change)], cursor: change, more: false }, EPOCH)
    case 'paused':
      return storage.savePaused(!storage.paused())
    case 'playbook':
      return void store.playbooks.add({
        version: change + 1,
        files: { ...files, 'dialogues/offer.yaml': OFFER.replace('An offer', `Offer ${change}`) },
      })
    case 'tidy':
      return floor.presence.tidy()
    default:
      return actAt(store, database, action)
  }
}

function actAt(store: Store, database: SqliteDatabase, action: Extract<Action, { screen: ScreenId }>): void {
  const { floor } = store
  const here = floor.presence.at(action.screen)
  if (!here) return
  const [said] = floor.saying.cards(here, 'private')
  const [ask] = said?.asks ?? []
  if (action.do === 'walk') floor.presence.walk(here, action.zone)
  if (action.do === 'leave') floor.presence.leave(here)
  if (action.do === 'leave screen') floor.presence.leaveScreen(action.screen)
  if (action.do === 'quiet') floor.quiet(here.visit, action.screen)
  if (action.do === 'shown' && said) floor.shown(action.screen, here.visit, said.ref, 1000)
  if (action.do === 'answer' && said && ask) floor.answer(here.visit, said.ref, ask.response)
  if (action.do !== 'taken back') return
  // What a full disk does to something that was nearly done, and looked at meanwhile.
  const change = database.transaction(() => {
    if (said && ask) floor.answer(here.visit, said.ref, ask.response)
    floor.quiet(here.visit, action.screen)
    whatIsSaid(store, store)
    floor.presence.leave(here)
    whatIsSaid(store, store)
    store.replica.view(here.customer)
    throw new TakenBack()
  })
  expect(change).toThrow(TakenBack)
}

/** All that may be said to everybody who is here. */
function whatIsSaid(
  { visits, floor }: { visits: Pick<Visits, 'open'>; floor: { saying: Saying } },
  { at }: Pick<Store, 'at'>,
) {
  const now = { ...floor.saying.circumstances(), at: at() }
  return visits.open().map((visit) => ({
    visit,
    known: (['private', 'public', 'associate'] as const).map((surface) => [
      floor.saying.cards(visit, surface, 'held', now),
      floor.saying.cards(visit, surface, 'claimed', now),
    ]),
    slides: floor.saying.say(visit, undefined),
  }))
}

test('what is remembered of customers, visits and messages is what would be found by looking anew', () => {
  fc.assert(
    fc.property(fc.array(actions, { minLength: 5, maxLength: 40 }), (all) => {
      const database = openHubDatabase(':memory:')
      try {
        const store = storeOn(database, files, () => undefined)
        const { playbooks } = store
        const { floor } = storeOn(database, files, () => undefined, [], { remembers: false, playbooks })
        all.forEach((action, n) => {
          act(store, database, action, n + 1)
          expect(whatIsSaid(store, store)).toEqual(whatIsSaid({ floor, visits: visitsIn(database) }, store))
        })
      } finally {
        database.close()
      }
    }),
    { numRuns: 60 },
  )
})

test('a deadline ends what was chosen before, to the moment; what time alone changes otherwise shows a minute later', () => {
  const database = openHubDatabase(':memory:')
  const { floor } = storeOn(database, files, () => undefined)
  const [customer, screen, zone] = [PEOPLE[0], SCREENS[0], ZONES[0]]
  if (!customer || !screen || !zone) throw new Error('nobody, or nowhere')
  const visit = floor.presence.enter(customer, { screen, strength: 'held', zone, role: 'kiosk' })
  const chosen = (time: Ms) =>
    floor.saying.cards(visit, 'private', 'held', { ...floor.saying.circumstances(), at: visit.began + time })
  const titles = (time: Ms) => chosen(time).map(({ title }) => title)
  expect(titles(MINUTE)).toEqual(['An offer,', 'Fresh fish'])
  const [offer] = chosen(MINUTE)
  // Seen, it counts: nothing else is said for an hour.
  if (offer) floor.shown(screen, visit.visit, offer.ref, SECOND)
  expect([titles(30 * MINUTE - SECOND), titles(30 * MINUTE + 5 * SECOND)]).toEqual([['An offer,'], []])
  expect([titles(HOUR - SECOND), titles(HOUR + MINUTE)]).toEqual([[], ['Fresh fish']])
  database.close()
})
