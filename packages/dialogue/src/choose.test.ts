import * as fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { zoneIdSchema } from '@kairos/shared/ids'
import { choose, generalContent, thanksFor, type Moment } from './choose.ts'
import { answer, consent, profile, purchase, shown, visit } from './testing/events.fixture.ts'
import { chooseAt, choiceInWords, fold, theMessage, timePassed } from './testing/fold.fixture.ts'
import { live, lives } from './testing/random-life.fixture.ts'
import { compileRandom, playbookSources } from './testing/random-playbook.fixture.ts'
import { anna, compileSmall, day, dialogue, playbooksOf, small, step } from './testing/small-chain.fixture.ts'

// Many lives take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const inTheStore = (more = {}) => {
  const offer = step('screen', ['9d', 'over'], { yes: 'fetch' })
  return dialogue({ offer: { ...offer, ...more }, fetch: step('pos', ['9d', 'over'], { took: 'won' }) })
}
const chosen = (...[playbooks, customer, at, more]: Parameters<typeof chooseAt>) =>
  choiceInWords(chooseAt(playbooks, customer, at, more))

describe('choose', () => {
  test('each reason for withholding, by itself', () => {
    const playbooks = small([inTheStore({ heldOnly: true })])
    const { customer } = fold(playbooks, anna(playbooks), visit(day(1)))
    expect(chosen(playbooks, customer, day(1))).toEqual(['talk/offer'])
    expect(chosen(playbooks, customer, day(1), { strength: 'claimed' })).toEqual(['talk/offer: claimed'])
    expect(chosen(playbooks, customer, day(1), { surface: 'public' })).toEqual(['talk/offer: private'])
    expect(chosen(playbooks, customer, day(1), { surface: 'associate' })).toEqual(['talk/offer: channel'])
    const withdrawn = fold(playbooks, customer, consent(day(1, 1), false, 'claimed')).customer
    expect(chosen(playbooks, withdrawn, day(1, 2))).toEqual(['talk/offer: consent'])
    const held = { ...customer, runs: customer.runs.map((run) => ({ ...run, held: true as const })) }
    expect(chosen(playbooks, held, day(1))).toEqual(['talk/offer: hold-out'])
  })

  test('a prompt waits for the next visit, not for the one in which it came about', () => {
    const playbooks = small([inTheStore()])
    const begun = fold(playbooks, anna(playbooks), visit(day(1))).customer
    const { customer } = fold(playbooks, begun, answer(day(1, 1), theMessage(begun), 'yes'))
    const prompt = (at: number, visitBegan: number) =>
      chosen(playbooks, customer, at, { surface: 'associate', visitBegan })
    expect(prompt(day(1, 2), day(1))).toEqual(['talk/fetch: next visit'])
    expect(prompt(day(1, 2), day(1, 1))).toEqual(['talk/fetch: next visit'])
    expect(prompt(day(2), day(2))).toEqual(['talk/fetch'])
  })

  test('E1: time passed is folded into a copy first, so that nothing is shown past its deadline', () => {
    const playbooks = small([inTheStore()])
    const { customer } = fold(playbooks, anna(playbooks), visit(day(1)))
    expect(chosen(playbooks, customer, day(10) - 1)).toEqual(['talk/offer'])
    expect(chosen(playbooks, customer, day(10))).toEqual([])
    expect(customer.now).toBe(0)
  })

  test('a cap withholds what would come on top, not what is on a glass already', () => {
    const twice = [inTheStore(), { ...inTheStore(), dialogue: 'other', priority: 90 }]
    const playbooks = small(twice, { policy: { caps: [{ channel: 'screen', most: 1, per: '1d' }] } })
    const begun = fold(playbooks, anna(playbooks), visit(day(1))).customer
    expect(chosen(playbooks, begun, day(1))).toEqual(['other/offer', 'talk/offer'])
    const { customer } = fold(playbooks, begun, shown(day(1, 1), theMessage(begun, 'other')))
    expect(chosen(playbooks, customer, day(1, 2))).toEqual(['other/offer', 'talk/offer: cap'])
    expect(chosen(playbooks, customer, day(2, 1) - 1)).toEqual(['other/offer', 'talk/offer: cap'])
    expect(chosen(playbooks, customer, day(2, 1))).toEqual(['other/offer', 'talk/offer'])
  })

  test('of equal priority the older goes first', () => {
    const later = { ...inTheStore(), dialogue: 'a-later', begins: { when: 'purchase' }, goal: { when: 'return' } }
    const playbooks = small([later, { ...inTheStore(), goal: { when: 'return' } }])
    const { customer } = fold(playbooks, anna(playbooks), visit(day(1)), purchase(day(2)))
    expect(chosen(playbooks, customer, day(2))).toEqual(['talk/offer', 'a-later/offer'])
  })

  test('words: her name is said to herself and to an associate only, her language nowhere in public', () => {
    const title = { en: 'Dear {{ customer.first }}: {{ category }}', de: 'Liebe {{ customer.first }}: {{ category }}' }
    const words = { title, body: ' two \n words ', public: { title, body: 'to all' } }
    const prompt = { ...step('pos', ['9d', 'over'], { yes: 'over' }), message: { title, body: 'b' } }
    const aboutShoes = { about: { most: 'categories' }, goal: { when: 'return' } }
    const playbooks = small(
      [
        { ...inTheStore({ message: words }), ...aboutShoes },
        { ...dialogue({ prompt }), ...aboutShoes, dialogue: 'prompt' },
      ],
      { categories: { shoes: { en: 'shoes', de: 'Schuhe' } } },
    )
    const first = profile(day(0), { first: 'Anna', language: 'de-AT' })
    const { customer } = fold(playbooks, anna(playbooks), first, purchase(day(0), ['shoes']), visit(day(1)))
    const card = (more: Partial<Moment>) => chooseAt(playbooks, customer, day(2), more).ranked[0]?.card
    expect(card({})).toMatchObject({ title: 'Liebe Anna: Schuhe', body: 'two words', language: 'de' })
    expect(card({ strength: 'claimed' })).toMatchObject({ title: 'Liebe : Schuhe' })
    expect(card({ surface: 'associate' })).toMatchObject({ title: 'Liebe Anna: Schuhe' })
    expect(card({ surface: 'public' })).toMatchObject({ title: 'Dear : shoes', language: 'en', asks: [] })
  })

  test('thanks are said at once to an answer that has them; general content is for everybody', () => {
    const thanks = { title: 'Thank you', body: '{{ customer.first }}' }
    const asks = { yes: { label: 'Yes', next: 'over', thanks }, no: { label: 'No', next: 'over' } }
    const first = compileSmall([dialogue({ offer: { ...step('screen', ['9d', 'over']), asks } })])
    const playbooks = playbooksOf(first, compileSmall([], {}, 2))
    const begun = fold(playbooksOf(first), anna(playbooks), visit(day(1)), profile(day(1), { first: 'Anna' })).customer
    const moment: Moment = { at: day(1), surface: 'private', strength: 'held', visitBegan: day(1) }
    const said = (response: string) => thanksFor(playbooks, begun, theMessage(begun), response, moment)
    expect(said('yes')).toEqual({ title: 'Thank you', body: 'Anna' })
    expect(said('no')).toBeUndefined()
    expect(generalContent(playbooks, 'fr')).toEqual([{ title: 'Hello', body: 'To all' }])
  })
})

const surfaces = ['private', 'public', 'associate'] as const

test('for every life: each message that waits is ranked or has one true reason why not, and nothing is changed', () => {
  fc.assert(
    fc.property(
      playbookSources,
      lives,
      fc.constantFrom(...surfaces),
      fc.constantFrom('held', 'claimed'),
      fc.nat(100),
      fc.constantFrom(undefined, zoneIdSchema.parse('front'), zoneIdSchema.parse('back')),
      (source, life, surface, strength, ago, zone) => {
        const playbooks = compileRandom(source)
        const moments = live(playbooks, life)
        const end = moments.at(-1)
        if (!end) return
        // A moment is the present: it comes after everything that has happened.
        const at = Math.max(...moments.map(({ input }) => input.at))
        const moment: Moment = { at, surface, strength, visitBegan: at - ago * 3_600_000, zone }
        const customer = fold(playbooks, end.after.customer, timePassed(at)).customer
        const { ranked, withheld } = choose(playbooks, end.after.customer, moment)
        expect(ranked.length + withheld.length).toBe(customer.runs.filter((run) => !run.ended).length)
        const look = ({ dialogue: name, run: occasion, step: stepName }: (typeof ranked)[number]['message']) => {
          const run = customer.runs.find((each) => each.dialogue === name && each.occasion === occasion && !each.ended)
          const { source } = playbooks.current.dialogues.get(name) ?? {}
          const step = source?.steps[stepName]
          if (!run || !source || !step || !('channel' in step)) throw new Error('a message of no run')
          const contacts = customer.contacts[step.channel] ?? []
          const caps = (playbooks.current.modes.get('normal')?.caps ?? []).filter(
            ({ channel }) => channel === step.channel,
          )
          return {
            priority: source.priority,
            'hold-out': run.held === true,
            consent: customer.consent['marketing']?.given === false,
            cap:
              run.seen === undefined &&
              caps.some(({ most, per }) => contacts.filter((each) => each > at - per && each <= at).length >= most),
            private: surface === 'public' && step.message.public === undefined,
            claimed: step.heldOnly && strength === 'claimed',
            'next visit': surface === 'associate' && moment.visitBegan <= run.since,
            zone: step.zones !== undefined && (zone === undefined || !step.zones.includes(zone)),
            rest: false,
            mode: playbooks.current.modes.get(customer.mode ?? 'normal')?.silent.has(step.channel) === true,
            'not yet': run.pending === true,
            channel: step.channel !== (surface === 'associate' ? 'pos' : 'screen'),
          }
        }
        for (const { message, because } of withheld) {
          expect(look(message)[because]).toBe(true)
        }
        const priorities = ranked.map(({ message }) => {
          const { priority, ...reasons } = look(message)
          expect(Object.entries(reasons).filter(([, holds]) => holds)).toEqual([])
          return priority
        })
        expect(priorities).toEqual(priorities.toSorted((a, b) => b - a))
      },
    ),
    { numRuns: 130 },
  )
})
