import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SqliteDatabase } from '@kairos/shared/database'
import { customerIdSchema, screenIdSchema, zoneIdSchema } from '@kairos/shared/ids'
import { storeOn } from './floor.fixture.ts'
import type { Floor } from './floor.ts'
import type { OnGlass } from './on-glass.ts'
import { openHubDatabase } from './storage/open.ts'

const CHAIN = `chain: Hall
language: en
currency: GBP
salt: hall-salt
stores: { hall: { name: The Hall, timeZone: Europe/London } }
zones: { fish: { name: Fish }, wine: { name: Wine } }
general:
  - { title: Hello, body: 'From {{ store.name }}' }
`
const dialogue = (name: string, begins: string, goal: string, zones: string) => `dialogue: ${name}
level: 3
begins: ${begins}
goal: ${goal}
holdout: 0
again: always
first: say
steps:
  say:
    channel: screen
    zones: ${zones}
    message:
      title: ${name}
      body: 'At {{ store.name }}'
      public: { title: '${name}, for all', body: 'At {{ store.name }}' }
    silence: { after: 1h, next: over }
`
const files = {
  'chain.yaml': CHAIN,
  'dialogues/bottle.yaml': dialogue('bottle', '{ when: visit }', '{ when: purchase }', '[wine]'),
  'dialogues/sign.yaml': dialogue(
    'sign',
    `{ when: walked, where: event.zone == "fish" }`,
    `{ when: walked, where: event.zone == "wine" }`,
    '[fish]',
  ),
}
const ann = customerIdSchema.parse('ann')
const [cart, kiosk] = [screenIdSchema.parse('cart-1'), screenIdSchema.parse('kiosk-1')]
const [fish, wine] = [zoneIdSchema.parse('fish'), zoneIdSchema.parse('wine')]
const card = { identity: { kind: 'card', value: '1' }, strength: 'held' } as const

const AISLES = [fish, wine].map(
  (zone) => ({ screen: screenIdSchema.parse(`aisle-${zone}`), role: 'aisle', zone }) as const,
)

let database: SqliteDatabase
let floor: Floor
let onGlass: OnGlass
beforeEach(() => {
  database = openHubDatabase(':memory:')
  ;({ floor, onGlass } = storeOn(database, files, () => ann, AISLES))
})
afterEach(() => database.close())

const visit = () => {
  const here = floor.visitOf(card.identity)
  if (!here) throw new Error('nobody is here')
  return here
}
const onAisles = () => {
  onGlass.settle()
  return AISLES.map(({ screen }) => onGlass.say(screen).card?.title)
}
const title = (surface: 'private' | 'public') => floor.say(visit(), surface).card?.title

test('Zones: a cart and the screens of a zone say what is for it while she is there, and only then', async () => {
  await floor.identify(cart, card)
  expect([title('private'), title('public')]).toEqual([undefined, undefined])
  floor.presence.walk(visit(), fish)
  // Walking there is what begins it, at once and with the line down.
  expect([title('private'), title('public')]).toEqual(['sign', 'sign, for all'])
  expect(onAisles()).toEqual(['sign, for all', undefined])
  floor.presence.walk(visit(), wine)
  expect([title('private'), title('public')]).toEqual(['bottle', 'bottle, for all'])
  expect(onAisles()).toEqual([undefined, 'bottle, for all'])
})

test('Zones: a kiosk that stands in a zone says what is for it; a cart leaves her where she was', async () => {
  const said = await floor.identify(kiosk, card, { zone: wine })
  expect('is' in said && said.is === 'known' && said.say.card?.title).toBe('bottle')
  await floor.identify(cart, card)
  expect(visit().zone).toBe(wine)
  await floor.identify(kiosk, card, { zone: fish })
  expect([visit().zone, title('private')]).toEqual([fish, undefined])
})

test('the store is named by its screens, and by what they say to everybody', async () => {
  await floor.identify(kiosk, card, { zone: wine })
  expect(floor.say(visit(), 'private').card?.body).toBe('At The Hall')
  expect(floor.say(visit(), 'public').card?.body).toBe('At The Hall')
  expect(floor.saying.general()).toEqual([{ title: 'Hello', body: 'From The Hall' }])
})
