import { describe, expect, test } from 'vitest'
import type { Customer } from '@kairos/shared/customer'
import { storeIdSchema, zoneIdSchema } from '@kairos/shared/ids'
import { fitsCode } from '@kairos/shared/list-code'
import { generalContent, type Moment } from './choose.ts'
import { answer, occasion, profile, purchase, visit, walked } from './testing/events.fixture.ts'
import { chooseAt, choiceInWords, effectsInWords, fold, theMessage, theRun } from './testing/fold.fixture.ts'
import { anna, day, dialogue, small, step } from './testing/small-chain.fixture.ts'
import { dayInWords } from './day-words.ts'
import { saidToHer, wordsOf } from './wording.ts'

const STORES = {
  stores: { home: { name: 'Home', timeZone: 'Europe/London' }, abroad: { name: 'Abroad', timeZone: 'Europe/London' } },
}
const saying = (channel: string, body: string, more = {}) => ({
  ...step(channel, ['9d', 'over']),
  message: { title: 'Hello', body: { en: body, de: `Auf Deutsch: ${body}` }, public: { title: 'To all', body } },
  ...more,
})
const abroad = storeIdSchema.parse('abroad')
const shop = (body: string) =>
  small(
    ['screen', 'pos', 'web'].map((channel) => dialogue({ say: saying(channel, body) }, { dialogue: channel })),
    STORES,
  )
/** What is said of a body on a surface. */
const said = (playbooks: ReturnType<typeof shop>, customer: Customer, more: Partial<Moment>) =>
  chooseAt(playbooks, customer, day(2), { visitBegan: day(2), ...more }).ranked[0]?.card.body

describe('S11: her size', () => {
  const size = shop('{{ customer.size }}')
  const known = fold(size, anna(size), profile(day(0), { size: '38' }), visit(day(1))).customer

  test('is said where her name may be said, and nowhere else', () => {
    expect(said(size, known, {})).toBe('38')
    expect(said(size, known, { surface: 'associate' })).toBe('38')
    expect(said(size, known, { surface: 'web' })).toBe('38')
    expect(said(size, known, { strength: 'claimed' })).toBe('')
    expect(said(size, known, { surface: 'public' })).toBe('')
    const unknown = fold(size, anna(size), profile(day(0), { first: 'Anna' }), visit(day(1))).customer
    expect(said(size, unknown, {})).toBe('')
    expect(wordsOf(size, known, {}, saidToHer(known)).customer.size).toBe('38')
  })

  test('is there for conditions; unknown it makes them false', () => {
    const asks = small([dialogue({ say: step('screen', ['9d', 'over']) }, { for: 'customer.size in ["36", "38"]' })])
    const begun = (fields: Record<string, string>) =>
      fold(asks, anna(asks), profile(day(0), fields), visit(day(1))).customer.runs.length
    expect([begun({ size: '38' }), begun({ size: '40' }), begun({})]).toEqual([1, 0, 0])
  })
})

describe('the name of the store', () => {
  const playbooks = shop('{{ store.name }}')
  const customer = fold(playbooks, anna(playbooks), profile(day(0), { home: 'home' }), visit(day(1))).customer

  test('is that of the store where she is; of what is sent, and on the web, her own', () => {
    for (const surface of ['private', 'public', 'associate'] as const)
      expect(said(playbooks, customer, { surface, store: abroad })).toBe('Abroad')
    expect(said(playbooks, customer, { surface: 'web' })).toBe('Home')
    expect(wordsOf(playbooks, customer, {}, saidToHer(customer)).store.name).toBe('Home')
  })

  test('on a glass of which it is not told where it is, nothing tells where she is at home', () => {
    expect(said(playbooks, customer, { surface: 'public' })).toBe('')
  })

  test('is known to general content, and a store that the playbook lacks has none', () => {
    const general = small([], { ...STORES, general: [{ title: 'Hello', body: 'In {{ store.name }}' }] })
    expect(generalContent(general, undefined, abroad)).toEqual([{ title: 'Hello', body: 'In Abroad' }])
    expect(generalContent(general, undefined, storeIdSchema.parse('constructor'))[0]?.body).toBe('In')
  })
})

describe('E17: the day of an occasion', () => {
  test('is said in the language of the text', () => {
    const playbooks = small([
      dialogue({ say: saying('screen', '{{ occasion.on }}') }, { begins: { when: 'occasion' } }),
    ])
    const show = occasion(day(1), 'coats', 'linen', {}, '2025-03-27')
    const told = (language: string) =>
      said(playbooks, fold(playbooks, anna(playbooks), profile(day(0), { language }), show).customer, {})
    expect(told('de-AT')).toBe('Auf Deutsch: Donnerstag, 27. März')
    // Nobody reads a French day in an English sentence.
    expect(told('fr')).toBe('Thursday, March 27')
  })

  test('is said somehow in a language that is none', () => {
    expect(dayInWords('2025-03-27', 'en-GB')).toBe('Thursday 27 March')
    for (const language of ['not a language', 'xx', 'klingon'])
      expect(dayInWords('2025-03-27', language)).toBe('Thursday 27 March')
  })

  test('is empty where there is none', () => {
    const playbooks = small([
      dialogue({ say: saying('screen', 'On {{ occasion.on }}') }, { begins: { when: 'occasion' } }),
    ])
    const { customer } = fold(playbooks, anna(playbooks), occasion(day(1), 'coats', 'linen'))
    expect(said(playbooks, customer, {})).toBe('On')
  })
})

describe('zones', () => {
  const [front, back] = [zoneIdSchema.parse('front'), zoneIdSchema.parse('back')]
  const chain = { zones: { front: { name: 'Front' }, back: { name: 'Back' } } }
  const playbooks = small([dialogue({ say: saying('screen', 'Here', { zones: ['front'] }) })], chain)
  const { customer } = fold(playbooks, anna(playbooks), visit(day(1)))

  test('a step for a part of the store is said there alone, on private and public glass', () => {
    const at = (more: Partial<Moment>) => choiceInWords(chooseAt(playbooks, customer, day(2), more))
    for (const surface of ['private', 'public'] as const) {
      expect(at({ surface, zone: front })).toEqual(['talk/say'])
      expect(at({ surface, zone: back })).toEqual(['talk/say: zone'])
      expect(at({ surface })).toEqual(['talk/say: zone'])
    }
  })

  test('a walk begins a dialogue, named by its event, and is a goal', () => {
    const walks = small(
      [
        dialogue(
          { say: saying('screen', 'This way') },
          {
            begins: { when: 'walked', where: 'event.zone == "front"' },
            goal: { when: 'walked', where: 'event.zone == "back"' },
          },
        ),
      ],
      chain,
    )
    const begun = fold(walks, anna(walks), walked(day(1), 'back'), walked(day(2), 'front', { id: 'w' })).customer
    expect(theRun(begun)).toMatchObject({ occasion: 'w', begun: day(2) })
    const there = fold(walks, begun, walked(day(3), 'front'), walked(day(3, 1), 'back'))
    expect(theRun(there.customer).ended).toEqual({ at: day(3, 1), how: 'won', goal: true })
  })
})

describe('E3: the run that ended', () => {
  const talk = dialogue({
    call: step('phone', ['1d', 'over'], { spoke: 'thank', missed: 'over' }),
    thank: step('email', ['9d', 'over']),
  })
  const after = (name: string, condition: string) =>
    dialogue(
      { say: step('email', ['1d', 'over']) },
      { dialogue: name, begins: { when: 'ended', dialogue: 'talk', how: 'won' }, for: condition },
    )
  const playbooks = small([
    talk,
    after('by-call', '"thank" in ended.reached'),
    after('alone', '!("thank" in ended.reached) && ended.step == "call" && ended.dialogue == "talk"'),
  ])

  test('is there for whom the next is for: by what it had come to', () => {
    const begun = fold(playbooks, anna(playbooks), visit(day(1))).customer
    const alone = fold(playbooks, begun, purchase(day(1, 2)))
    expect(effectsInWords(alone.effects)).toEqual(['withdraw talk', 'email alone/say/1'])
    const spoke = fold(playbooks, begun, answer(day(1, 1), theMessage(begun), 'spoke', 'associate'), purchase(day(2)))
    expect(effectsInWords(spoke.effects)).toEqual(['email talk/thank/1', 'withdraw talk', 'email by-call/say/1'])
  })
})

describe('a list that she takes along', () => {
  const lines = ['Eggs', '{{ customer.first }}', 'Figs for {{ about }}']
  const listed = (list: readonly string[]) => {
    const [message, public_] = [
      { title: 'Supper', body: 'Here' },
      { title: 'To all', body: 'Here' },
    ]
    const say = { ...step('screen', ['9d', 'over']), message: { ...message, list, public: public_ } }
    return small([dialogue({ say }, { about: { most: 'categories' } })])
  }
  const listOf = (playbooks: ReturnType<typeof listed>, more: Partial<Moment>, about = 'fish') => {
    const bought = purchase(day(0), [about])
    const customer = fold(
      playbooks,
      anna(playbooks),
      profile(day(0), { first: 'Anna' }),
      bought,
      visit(day(1)),
    ).customer
    return chooseAt(playbooks, customer, day(1), { visitBegan: day(1), ...more }).ranked[0]?.card.list
  }

  test('stands on her own glass only; a line of which nothing is known is left out', () => {
    expect(listOf(listed(lines), {})).toEqual(['Eggs', 'Anna', 'Figs for fish'])
    expect(listOf(listed(lines), { strength: 'claimed' })).toEqual(['Eggs', 'Figs for fish'])
    expect(listOf(listed(lines), { surface: 'public' })).toBe(undefined)
    expect(listOf(listed(['{{ customer.first }}']), { strength: 'claimed' })).toBe(undefined)
  })

  test('is cut where her own values make it too long for its code', () => {
    const long = 'é'.repeat(30)
    const list = listOf(listed(['{{ about }}', '{{ about }}', '{{ about }}', '{{ about }}']), {}, long)
    expect(list).toEqual([long, long, long])
    expect(fitsCode('Supper', list ?? [])).toBe(true)
    expect(listOf(listed(['For {{ about }}']), {}, long)?.[0]).toHaveLength(32)
  })
})
