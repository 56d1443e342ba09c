import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SqliteDatabase } from '@kairos/shared/database'
import { hashIdentity } from '@kairos/shared/identity-hash'
import { customerIdSchema, screenIdSchema, storeIdSchema, zoneIdSchema, type VisitId } from '@kairos/shared/ids'
import type { IdentityStrength } from '@kairos/shared/identity'
import { SECOND } from '@kairos/shared/time'
import { storeOn } from './floor.fixture.ts'
import type { Glass } from './glasses.ts'
import { openHubDatabase } from './storage/open.ts'
import { sessionsIn } from './storage/sessions.ts'
import { sqliteReplica } from './storage/sqlite-replica.ts'

const files = {
  'chain.yaml': `chain: Hall
language: en
currency: GBP
salt: hall-salt
stores: { hall: { name: The Hall, timeZone: Europe/London } }
zones: { fish: { name: Fish }, wine: { name: Wine } }
incentives: { ten-off: { name: { en: Ten off, de: Zehn weniger }, value: 10, cost: 5, expires: 30d } }
memory: { purchases: { of: purchase }, visits: { of: visit } }
general: [{ title: Hello, body: 'From {{ store.name }}' }]
`,
  'dialogues/offer.yaml': `dialogue: offer
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
      title: { en: An offer, de: Ein Angebot }
      body: 'For you'
      public: { title: 'An offer for all', body: 'Here' }
    asks: { yes-please: { label: Yes, next: give } }
    silence: { after: 1h, next: over }
  give:
    channel: screen
    grants: ten-off
    message: { title: Thank you, body: 'Show it at the till' }
    silence: { after: 1h, next: over }
`,
}
const KEY = { hex: '00'.repeat(32) }
const card = (value: string, strength: IdentityStrength = 'held') =>
  ({ identity: { kind: 'card', value }, strength }) as const
const customers = new Map(
  ['ann', 'bea', 'cat'].map((name, n) => [
    hashIdentity(KEY, { kind: 'card', value: String(n + 1) }),
    customerIdSchema.parse(name),
  ]),
)
const screen = (name: string) => screenIdSchema.parse(name)
const [cart, kiosk, desk] = [screen('cart-1'), screen('kiosk-1'), screen('kiosk-2')]
const [fish, wine] = [zoneIdSchema.parse('fish'), zoneIdSchema.parse('wine')]
const glasses: Omit<Glass, 'visit'>[] = [
  { screen: cart, role: 'cart', zone: undefined },
  { screen: kiosk, role: 'kiosk', zone: wine },
  { screen: desk, role: 'kiosk', zone: undefined },
  { screen: screen('aisle-fish'), role: 'aisle', zone: fish },
  { screen: screen('aisle-wine'), role: 'aisle', zone: wine },
]

let database: SqliteDatabase
let hall: ReturnType<typeof storeOn>
beforeEach(() => {
  database = openHubDatabase(':memory:')
  hall = storeOn(database, files, (hash) => customers.get(hash), glasses)
})
afterEach(() => database.close())

async function identify(at: typeof cart, value: string, strength: IdentityStrength = 'held'): Promise<VisitId> {
  const known = await hall.floor.identify(at, card(value, strength), {
    role: at === cart ? 'cart' : 'kiosk',
    zone: at === kiosk ? wine : undefined,
  })
  if ('refused' in known || known.is !== 'known') throw new Error('nobody was recognised')
  return known.visit
}
const visitAt = (at: typeof cart) => hall.floor.presence.at(at)
const onGlass = () => {
  hall.onGlass.settle()
  return glasses.flatMap(({ screen }) => {
    const title = hall.onGlass.say(screen, visitAt(screen)).card?.title
    return title === undefined ? [] : [`${screen}: ${title}`]
  })
}
const types = () =>
  sqliteReplica(database)
    .storage.unsent(100)
    .map(({ event }) => event.type)

describe('a message is on one glass at a time and follows her', () => {
  test('from cart to kiosk and back, and to the aisle only when no private glass has it', async () => {
    await identify(cart, '1')
    expect(onGlass()).toEqual(['cart-1: An offer'])
    await identify(kiosk, '1')
    expect(onGlass()).toEqual(['kiosk-1: An offer'])
    hall.floor.presence.leaveScreen(kiosk)
    expect(onGlass()).toEqual(['cart-1: An offer'])
    hall.floor.presence.leaveScreen(cart)
    expect(onGlass()).toEqual(['aisle-wine: An offer for all'])
  })

  test('recognised at another kiosk, the first forgets her; so does one that she walked away from', async () => {
    const visit = await identify(kiosk, '1')
    expect(await identify(desk, '1')).toBe(visit)
    expect([visitAt(kiosk), visitAt(desk)?.visit]).toEqual([undefined, visit])
    const here = visitAt(desk)
    if (here) hall.floor.presence.walk(here, fish)
    expect([visitAt(desk), onGlass()]).toEqual([undefined, ['aisle-fish: An offer for all']])
  })

  test('it counts as seen only when the aisle’s screen confirms it, for her whose it was', async () => {
    await identify(kiosk, '1')
    hall.floor.presence.leaveScreen(kiosk)
    onGlass()
    const at = screen('aisle-wine')
    const { card: said } = hall.onGlass.say(at)
    const whose = said && hall.onGlass.whose(at, said.ref)
    if (!said || !whose) throw new Error('the aisle says nothing')
    expect(types()).not.toContain('shown')
    expect(hall.floor.shown(at, whose, said.ref, 8_000, 1)).toBe(true)
    // Told twice, because the answer was lost: it was shown once.
    hall.floor.shown(at, whose, said.ref, 8_000, 1)
    expect(types().filter((type) => type === 'shown')).toEqual(['shown'])
    expect(hall.replica.view(customerIdSchema.parse('ann'))?.runs[0]?.seen).toBeDefined()
  })

  test('after a restart of the hub a cart has its shopper still, and no kiosk has', async () => {
    const visit = await identify(cart, '1')
    await identify(kiosk, '2')
    const again = sessionsIn(database)
    again.endAtKiosks()
    expect([again.at(cart)?.visit, again.at(kiosk)]).toEqual([visit, undefined])
  })
})

describe('ways out', () => {
  test('E14: “do not speak to me” takes the message from every glass, the tablet’s prompt too, for a keyed number as well', async () => {
    await identify(cart, '1')
    const visit = await identify(kiosk, '1', 'claimed')
    expect(onGlass()).toHaveLength(1)
    expect(hall.floor.quiet(visit, kiosk)).toBe(true)
    expect([onGlass(), types().at(-1)]).toEqual([[], 'consent'])
    expect(hall.onGlass.say(cart, visitAt(cart)).slides[0]?.title).toBe('Hello')
  })

  test('what is known is told to her who held her card at that screen, and to nobody else', async () => {
    const visit = await identify(cart, '1')
    expect(hall.floor.about(visit, cart)).toMatchObject({ waiting: ['An offer'], visits: { n: 1 }, categories: [] })
    // Her number keyed elsewhere, perhaps by another.
    await identify(kiosk, '1', 'claimed')
    expect(hall.floor.about(visit, kiosk)).toBeUndefined()
    expect(hall.floor.about(visit, desk)).toBeUndefined()
  })

  test('a mistaken visit ends, and stays recorded; one that was begun elsewhere goes on', async () => {
    const wrong = await identify(kiosk, '1', 'claimed')
    hall.floor.presence.mistaken(kiosk, wrong)
    expect([visitAt(kiosk), types()]).toEqual([undefined, ['visit', 'left']])
    const hers = await identify(cart, '2')
    await identify(kiosk, '2', 'claimed')
    hall.floor.presence.mistaken(kiosk, hers)
    expect([visitAt(kiosk), visitAt(cart)?.visit]).toEqual([undefined, hers])
  })

  test('a name is said only at the screen where her card was held, and not to who asked to be left in peace', async () => {
    const visit = await identify(cart, '1')
    const customer = customerIdSchema.parse('ann')
    const profile = { id: 'p' as never, customer, at: hall.at(), received: hall.at(), identities: [] }
    hall.replica.record({ ...profile, type: 'profile', profile: { first: 'Ann' } }, 1)
    await identify(kiosk, '1', 'claimed')
    expect(visitAt(cart)?.visit).toBe(visit)
    const everywhere = hall.floor.presence.everywhere()
    const names = [cart, kiosk].map((at) => everywhere.get(at)).map((here) => here && hall.floor.nameFor(here))
    expect([names, everywhere.get(kiosk)?.visit.visit]).toEqual([['Ann', undefined], visit])
    hall.floor.quiet(visit, cart)
    const here = everywhere.get(cart)
    expect(here && hall.floor.nameFor(here)).toBeUndefined()
  })
})

describe('the language that she chose on the glass', () => {
  test('is that of the message, and of what is handed over, for as long as her session there', async () => {
    const visit = await identify(kiosk, '1')
    expect(hall.floor.speak(visit, kiosk, 'de')).toBe(true)
    expect(onGlass()).toEqual(['kiosk-1: Ein Angebot'])
    const { card: said } = hall.onGlass.say(kiosk, visitAt(kiosk))
    expect(said?.language).toBe('de')
    expect(said && hall.floor.answer(visit, said.ref, 'yes-please')?.handover?.title).toBe('Zehn weniger')
    hall.floor.presence.leaveScreen(kiosk)
    await identify(kiosk, '2')
    expect(onGlass()).toContain('kiosk-1: An offer')
  })

  test('is nobody’s else: not chosen where she is not, gone with her session, never said on public glass', async () => {
    const visit = await identify(cart, '1')
    expect(hall.floor.speak(visit, desk, 'de')).toBe(false)
    expect(onGlass()).toEqual(['cart-1: An offer'])
    hall.floor.speak(visit, cart, 'de')
    const here = visitAt(cart)
    if (here) hall.floor.presence.walk(here, wine)
    expect(onGlass()).toEqual(['cart-1: Ein Angebot'])
    hall.floor.presence.leaveScreen(cart)
    expect(onGlass()).toEqual(['aisle-wine: An offer for all'])
    await identify(cart, '1')
    expect(onGlass()).toEqual(['cart-1: An offer'])
  })
})

describe('what she was granted', () => {
  const receipt = (n: string) => ({ store: storeIdSchema.parse('hall'), till: 't', receipt: n, total: 100, lines: [] })

  test('is handed over with the answer, and redeemed once by its code; a code that is none is told back', async () => {
    const visit = await identify(kiosk, '1')
    onGlass()
    const { card: said } = hall.onGlass.say(kiosk, visitAt(kiosk))
    if (!said) throw new Error('nothing is said')
    const answered = hall.floor.answer(visit, said.ref, 'yes-please')
    const { code } = answered?.handover ?? {}
    expect(answered?.handover).toMatchObject({ title: 'Ten off', code: expect.stringMatching(/^[0-9A-Z]{10}$/) })
    expect(answered?.say.card?.title).toBe('Thank you')
    // The answer was heard, and its answer lost: it is told again, and counts once.
    hall.floor.answer(visit, said.ref, 'yes-please')
    expect(types().filter((type) => type === 'response')).toHaveLength(1)

    const ann = customerIdSchema.parse('ann')
    const bea = customerIdSchema.parse('bea')
    const coupons = [code ?? '', 'NOTACOUPON']
    expect(hall.floor.paid(bea, receipt('1'), coupons)).toEqual({ fresh: true, unknownCoupons: coupons })
    expect(hall.floor.paid(ann, receipt('2'), coupons)).toEqual({ fresh: true, unknownCoupons: ['NOTACOUPON'] })
    expect(hall.replica.view(ann)?.incentives).toBeUndefined()
    expect(hall.floor.paid(ann, receipt('3'), coupons)).toEqual({ fresh: true, unknownCoupons: coupons })
    expect(visitAt(kiosk)).toBeUndefined()
  })
})

test('two shoppers in one aisle take turns on its glass, without a name', async () => {
  await identify(kiosk, '1')
  await identify(kiosk, '2')
  await identify(desk, '3')
  hall.floor.presence.leaveScreen(kiosk)
  const turns = [0, 1, 2, 3].map(() => {
    onGlass()
    hall.pass(10 * SECOND)
    const at = screen('aisle-wine')
    const said = hall.onGlass.say(at).card
    return said && hall.onGlass.whose(at, said.ref)
  })
  expect(new Set(turns).size).toBe(2)
  expect(turns[0]).toBe(turns[2])
  expect(turns[1]).toBe(turns[3])
})
