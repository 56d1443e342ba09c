import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Candidates } from './candidates.ts'
import { compileCondition } from './conditions.ts'
import { gateOf } from './gate.ts'
import { compileSmall, dialogue, step } from './testing/small-chain.fixture.ts'

const FOR = [
  `customer.home == 'north'`,
  `'gold' == customer.tier && memory.purchases.n > 0`,
  `memory.purchases.n > 0 && customer.language == 'de'`,
  `customer.home == 'north' || customer.tier == 'gold'`,
  `customer.tier != 'gold'`,
  `customer.first == 'Anna'`,
  `true`,
]

describe('a gate', () => {
  test('is found where a condition demands one value, and nowhere else', () => {
    expect(FOR.map((source) => gateOf(source))).toEqual([
      { field: 'home', value: 'north' },
      { field: 'tier', value: 'gold' },
      { field: 'language', value: 'de' },
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(gateOf('not ( CEL')).toBeUndefined()
  })

  test('leaves out nobody whom the condition lets in, and keeps the order of the files', () => {
    const stores = Object.fromEntries(['north', 'south'].map((name) => [name, { name, timeZone: 'Europe/London' }]))
    const talks = FOR.map((source, at) =>
      dialogue({ say: step('screen', ['1d', 'over']) }, { dialogue: `d${at}`, for: source }),
    )
    const dialogues = [...compileSmall(talks, { stores }).dialogues.values()]
    const candidates = new Candidates(dialogues)
    const field = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
    const profiles = fc.record({
      home: field('north', 'south'),
      tier: field('gold', 'blue'),
      language: field('de', 'en'),
    })
    fc.assert(
      fc.property(profiles, (given) => {
        const profile = JSON.parse(JSON.stringify(given))
        const found = candidates.for(profile)
        expect(found).toEqual(dialogues.filter((each) => found.includes(each)))
        for (const [at, each] of dialogues.entries()) {
          const condition = compileCondition(FOR[at] ?? '')
          if (!condition.ok) throw new Error(condition.error)
          const memory = { purchases: { n: 1 } }
          const lets = condition.value({ customer: profile, memory, event: {}, run: {}, ended: {}, now: 0 })
          if (lets) expect(found).toContain(each)
        }
      }),
    )
  })
})
