import { expect, test } from 'vitest'
import { PlaybookLibrary } from '@kairos/dialogue/library'
import { eventSchema } from '@kairos/shared/event'
import type { Clock } from '@kairos/shared/time'
import { Desk } from './desk.ts'
import type { Folded, HqStorage } from './storage/storage.ts'

const NOTHING: Folded = { done: 0, stores: new Set(), unfoldable: [] }

/** Just what a desk asks of storage: so many things wait to be folded. */
function deskWith(overrides: Partial<HqStorage>, playbooks = new PlaybookLibrary()) {
  const alarms: { at: number; ring: () => void }[] = []
  const clock: Clock = {
    now: () => 1000,
    at: (at, then) => {
      alarms.push({ at, ring: then })
      return () => {}
    },
  }
  const waiting = { n: 0 }
  const errors: unknown[] = []
  const storage = {
    wake: async () => NOTHING,
    foldNext: async () => {
      const done = waiting.n
      waiting.n = 0
      return { ...NOTHING, done }
    },
    nextDue: async () => undefined,
    ...overrides,
  } as HqStorage
  const desk = new Desk(
    storage,
    playbooks,
    clock,
    () => {},
    (error) => errors.push(error),
  )
  return { desk, waiting, errors, alarms }
}

test('a kick while the next deadline is looked up is not lost', async () => {
  let during = () => {}
  const { desk, waiting } = deskWith({
    nextDue: async () => {
      during()
      return undefined
    },
  })
  during = () => {
    during = () => {}
    waiting.n = 3
    void desk.kick()
  }
  await desk.kick()
  expect(waiting.n).toBe(0)
})

test('a kick in any turn after the work was done begins it anew', async () => {
  const { desk, waiting } = deskWith({})
  for (let turns = 0; turns < 12; turns++) {
    void desk.kick()
    for (let turn = 0; turn < turns; turn++) await Promise.resolve()
    waiting.n = 1
    await desk.kick()
    expect(waiting.n, `after ${turns} turns`).toBe(0)
  }
})

test('when storage fails, the desk tries again by itself', async () => {
  let broken = true
  const { desk, waiting, errors, alarms } = deskWith({
    wake: async () => {
      if (broken) throw new Error('disk full')
      return NOTHING
    },
  })
  waiting.n = 1
  await desk.kick()
  expect([errors.length, waiting.n]).toEqual([1, 1])
  broken = false
  expect(alarms.map(({ at }) => at)).toEqual([61_000])
  alarms[0]?.ring()
  await desk.kick()
  expect(waiting.n).toBe(0)
})

test('what storage could not fold is reported', async () => {
  const unfoldable = [{ customer: 'ann', error: new Error('thrown by the engine') }]
  let folded = false
  const { desk, errors } = deskWith({
    foldNext: async () => {
      const result = folded ? NOTHING : { ...NOTHING, done: 1, unfoldable }
      folded = true
      return result
    },
  })
  await desk.kick()
  expect(errors).toEqual(unfoldable)
})

test('E16: the engine is told what is spent of HQ’s own share; of a store’s, the store has told it already', async () => {
  const library = new PlaybookLibrary()
  const gift = { name: 'A gift', value: 5, cost: 2, expires: '10d', budget: 2 }
  const general = [{ title: 'Hello', body: 'There.' }]
  const give = { channel: 'screen', message: { title: 'Here', body: 'A gift' }, grants: 'gift' }
  const files = {
    'chain.yaml': {
      chain: 'C',
      language: 'en',
      currency: 'GBP',
      salt: 'salt',
      stores: {},
      incentives: { gift },
      general,
    },
    'dialogues/give.yaml': {
      dialogue: 'give',
      level: 1,
      begins: { when: 'webVisit' },
      goal: { when: 'purchase' },
      again: 'always',
      holdout: 0,
      first: 'give',
      steps: { give: { ...give, silence: { after: '1d', next: 'over' } } },
    },
  }
  const texts = Object.entries(files).map(([name, source]) => [name, JSON.stringify(source)])
  expect(library.add({ version: 1, files: Object.fromEntries(texts) as Record<string, string> }).ok).toBe(true)
  const event = eventSchema.parse({ id: 'e', customer: 'ann', at: 1, received: 1, type: 'webVisit' })
  const effects: number[] = []
  const { desk } = deskWith(
    {
      foldNext: async (_most, fold) => {
        if (effects.length === 0)
          for (const granted of [() => 1, () => 2, undefined])
            effects.push(fold(event.customer, undefined, event, granted).effects.length)
        return NOTHING
      },
    },
    library,
  )
  await desk.kick()
  expect(effects).toEqual([1, 0, 1])
})
