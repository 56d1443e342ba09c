import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageId, screenIdSchema, visitIdSchema, zoneIdSchema, type ScreenId, type VisitId } from '@kairos/shared/ids'
import type { Card } from '@kairos/shared/screen-state'
import { arrange, NO_TURNS, TURN, type Arranged, type Glass, type Present, type Scene } from './glasses.ts'

const screen = (name: string) => screenIdSchema.parse(name)
const visit = (name: string) => visitIdSchema.parse(name)
const zone = (name: string) => zoneIdSchema.parse(name)
const cardOf = (dialogue: string): Card => ({
  ref: { dialogue, run: 'visit:1', step: 'say', version: 1, time: 1 },
  title: dialogue,
  body: '',
  asks: [],
  language: 'en',
})
const glass = (name: string, role: Glass['role'], where?: string, whose?: string): Glass => ({
  screen: screen(name),
  role,
  zone: where === undefined ? undefined : zone(where),
  visit: whose === undefined ? undefined : visit(whose),
})
const near = (name: string, where: string): Present => ({ visit: visit(name), zone: zone(where) })
const [ann, bea, cat] = [visit('ann'), visit('bea'), visit('cat')]
const [wine, fish] = [glass('a-wine', 'aisle', 'wine'), glass('a-fish', 'aisle', 'fish')]
/** Everybody has the same two messages, by name. */
const everybody: Scene['says'] = () => [cardOf('first'), cardOf('second')]
const scene = (changes: Partial<Scene>): Scene => ({
  glasses: [wine, fish],
  present: [],
  says: everybody,
  turns: NO_TURNS,
  now: 0,
  ...changes,
})
const whoIsOn = ({ turns }: Arranged, at: Glass): VisitId | undefined => turns.on.get(at.screen)?.visit
const titleOn = ({ cards }: Arranged, at: Glass): string | undefined => cards.get(at.screen)?.title

describe('which message is on which glass', () => {
  test('those near a public glass take turns, some seconds each, nobody twice while another waits', () => {
    const present = [near('ann', 'wine'), near('bea', 'wine'), near('cat', 'wine')]
    let arranged = arrange(scene({ present }))
    const order = [whoIsOn(arranged, wine)]
    for (let turn = 1; turn <= 5; turn++) {
      expect(arranged.next).toBe(turn * TURN)
      // In the middle of a turn nothing changes.
      expect(whoIsOn(arrange(scene({ present, turns: arranged.turns, now: turn * TURN - 1 })), wine)).toBe(order.at(-1))
      arranged = arrange(scene({ present, turns: arranged.turns, now: turn * TURN }))
      order.push(whoIsOn(arranged, wine))
    }
    expect(order).toEqual([ann, bea, cat, ann, bea, cat])
  })

  test('who is alone there keeps the glass', () => {
    const present = [near('ann', 'wine')]
    const first = arrange(scene({ present }))
    const later = arrange(scene({ present, turns: first.turns, now: 10 * TURN }))
    expect([whoIsOn(later, wine), later.next]).toEqual([ann, undefined])
    // Whoever comes then need not wait.
    const two = arrange(scene({ present: [...present, near('bea', 'wine')], turns: later.turns, now: 10 * TURN }))
    expect(whoIsOn(two, wine)).toBe(bea)
  })

  test('as she walks on it leaves the old aisle and comes to the next', () => {
    const there = arrange(scene({ present: [near('ann', 'wine')] }))
    const walked = arrange(scene({ present: [near('ann', 'fish')], turns: there.turns, now: 1 }))
    expect([titleOn(walked, wine), titleOn(walked, fish)]).toEqual([undefined, 'first'])
  })

  test('private glass where she stands wins: the aisle says another thing, or nothing', () => {
    const cart = glass('cart-1', 'cart', undefined, 'ann')
    const present = [near('ann', 'wine')]
    const before = arrange(scene({ present }))
    const arranged = arrange(scene({ present, glasses: [wine, cart], turns: before.turns, now: 1 }))
    expect([titleOn(arranged, cart), titleOn(arranged, wine)]).toEqual(['first', 'second'])
    const one = arrange(scene({ present, glasses: [wine, cart], says: () => [cardOf('first')], turns: before.turns }))
    expect([titleOn(one, cart), titleOn(one, wine)]).toEqual(['first', undefined])
  })

  test('at a kiosk her cart says nothing until she is done there', () => {
    const [cart, kiosk] = [glass('cart-1', 'cart', undefined, 'ann'), glass('kiosk-1', 'kiosk', undefined, 'ann')]
    const at = arrange(scene({ glasses: [cart, kiosk] }))
    expect([titleOn(at, cart), titleOn(at, kiosk)]).toEqual([undefined, 'first'])
    const done = arrange(scene({ glasses: [cart, { ...kiosk, visit: undefined }] }))
    expect([titleOn(done, cart), titleOn(done, kiosk)]).toEqual(['first', undefined])
  })

  const zones = ['wine', 'fish']
  const layouts = fc.record({
    aisles: fc.array(fc.constantFrom(...zones), { maxLength: 4 }),
    people: fc.array(
      fc.record({
        at: fc.constantFrom(...zones, undefined),
        glass: fc.constantFrom('cart' as const, 'kiosk' as const, undefined),
        /** None for a hold-out and for her who may not be spoken to. */
        messages: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 5 },
    ),
  })
  type Layout = typeof layouts extends fc.Arbitrary<infer L> ? L : never
  function sceneOf({ aisles, people }: Layout): Pick<Scene, 'glasses' | 'present' | 'says'> {
    return {
      glasses: [
        ...aisles.map((where, n) => glass(`aisle-${n}`, 'aisle', where)),
        ...people.flatMap(({ glass: role }, n) => (role ? [glass(`${role}-${n}`, role, undefined, `p${n}`)] : [])),
      ],
      present: people.map(({ at }, n) => ({ visit: visit(`p${n}`), zone: at === undefined ? null : zone(at) })),
      says: (whose) =>
        Array.from({ length: people[Number(whose.slice(1))]?.messages ?? 0 }, (_, n) => cardOf(`message-${n}`)),
    }
  }
  /** Everything on glass, by whose it is. */
  function onGlass({ cards, turns }: Arranged, glasses: readonly Glass[]): string[] {
    return [...cards].map(([at, { ref }]: [ScreenId, Card]) => {
      const whose = turns.on.get(at)?.visit ?? glasses.find((each) => each.screen === at)?.visit
      return `${whose} ${messageId(ref)}`
    })
  }

  test('a message is never on two glasses, however everybody moves about', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(layouts, fc.nat({ max: 2 * TURN })), { maxLength: 12 }), (moments) => {
        let [turns, now] = [NO_TURNS, 0]
        for (const [layout, passed] of moments) {
          now += passed
          const at = sceneOf(layout)
          const arranged = arrange({ ...at, turns, now })
          turns = arranged.turns
          const names = onGlass(arranged, at.glasses)
          expect(new Set(names).size).toBe(names.length)
          for (const [on, { visit: whose }] of turns.on) {
            const where = at.glasses.find((each) => each.screen === on)?.zone
            expect(at.present).toContainEqual({ visit: whose, zone: where })
          }
          for (const [on] of arranged.cards) {
            const { role, visit: whose } = at.glasses.find((each) => each.screen === on) ?? {}
            // Who has nothing to be told sees the store's general content: no card.
            if (role !== 'aisle' && whose !== undefined) expect(at.says(whose, wine).length).toBeGreaterThan(0)
          }
        }
      }),
    )
  })

  test('everybody near to whom a glass has something to say gets a turn', () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        const at = sceneOf(layout)
        const seen = new Set<VisitId>()
        let [turns, now] = [NO_TURNS, 0]
        for (let turn = 0; turn <= layout.people.length; turn++) {
          const arranged = arrange({ ...at, turns, now })
          for (const { visit: whose } of arranged.turns.on.values()) seen.add(whose)
          turns = arranged.turns
          now += TURN
        }
        layout.people.forEach(({ at: where, glass: role, messages }, n) => {
          const has = where !== undefined && layout.aisles.includes(where) && messages > (role ? 1 : 0)
          if (has) expect([n, seen.has(visit(`p${n}`))]).toEqual([n, true])
        })
      }),
    )
  })
})
