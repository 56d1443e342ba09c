import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SqliteDatabase } from '@kairos/shared/database'
import { customerIdSchema, screenIdSchema } from '@kairos/shared/ids'
import { floorOn } from './floor.fixture.ts'
import type { Floor } from './floor.ts'
import { grantedIn } from './storage/granted.ts'
import { openHubDatabase } from './storage/open.ts'
import { sqliteReplica } from './storage/sqlite-replica.ts'

const files = {
  'chain.yaml': `chain: Hall
language: en
currency: GBP
salt: hall-salt
stores: { hall: { name: The Hall, timeZone: Europe/London } }
incentives: { gift: { name: A gift, value: 5, cost: 2, expires: 10d, budget: 4 } }
general: [{ title: Hello, body: There }]
`,
  'dialogues/give.yaml': `dialogue: give
level: 1
begins: { when: visit }
goal: { when: return }
holdout: 0
again: always
first: give
steps:
  give:
    grants: gift
    channel: screen
    message: { title: A gift, body: For you }
    silence: { after: 1h, next: over }
`,
}
const kiosk = screenIdSchema.parse('kiosk-1')
const people = ['ann', 'bea', 'cleo', 'dan'].map((name) => customerIdSchema.parse(name))

let database: SqliteDatabase
let floor: Floor
beforeEach(() => {
  database = openHubDatabase(':memory:')
  let next = 0
  floor = floorOn(database, files, () => people[next++])
})
afterEach(() => database.close())

test('E16: a store grants its share and no more, promises nothing after that, and its facts say so', async () => {
  const titles: (string | undefined)[] = []
  for (const _ of people) {
    const known = await floor.identify(kiosk, { identity: { kind: 'card', value: '1' }, strength: 'held' })
    titles.push('say' in known ? known.say.card?.title : 'nobody')
  }
  // Half of four is for the stores, and this is the only one.
  expect(titles).toEqual(['A gift', 'A gift', undefined, undefined])
  expect(grantedIn(database).of('gift')).toBe(2)
  const { storage } = sqliteReplica(database)
  const spent = people.map((who) => storage.factsOf(who).map(({ event }) => event.spent ?? []))
  expect(spent).toEqual([[[]], [[]], [['gift']], [['gift']]])
})
