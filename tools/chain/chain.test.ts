import { describe, expect, test } from 'vitest'
import { passesLuhn } from '@kairos/devices/payment-card'
import { cloudEventSchema, type CloudEventInput } from '@kairos/shared/cloudevents'
import { DAY } from '@kairos/shared/time'
import { articlesOf, CATEGORIES } from './articles.ts'
import { dayBegins, dayOf, generateChain, MARLOW_FINCH, type Chain, type Day } from './chain.ts'
import { enrolments, wallets } from './customers.ts'
import { isChecked } from './numbers.ts'
import { shoppingDay } from './shopping.ts'

const options = { seed: 7, customers: 5000, from: '2026-01-05', until: '2026-07-06', ...MARLOW_FINCH }
const chain = generateChain(options)
const days = (from: Day, count: number) => Array.from({ length: count }, (_, n) => dayOf(dayBegins(from) + n * DAY))
const shopping = (of: Chain, from: Day, count: number): CloudEventInput[] =>
  days(from, count).flatMap((day) => [...shoppingDay(of, day)])
const shareOf = (count: number) => count / chain.shoppers.length

describe('a generated chain', () => {
  test('the same seed gives the same chain, another seed another', () => {
    const again = generateChain(options)
    expect(again).toEqual(chain)
    expect([...shoppingDay(again, '2026-03-03')]).toEqual([...shoppingDay(chain, '2026-03-03')])
    expect(generateChain({ ...options, seed: 8 }).shoppers[0]).not.toEqual(chain.shoppers[0])
  })
  test('a day is the same whichever days were asked for before', () => {
    const [forth, back] = [generateChain(options), generateChain(options)]
    const span = days('2026-02-01', 10)
    const forward = span.map((day) => [...shoppingDay(forth, day)])
    const backward = span.toReversed().map((day) => [...shoppingDay(back, day)])
    expect(backward.toReversed()).toEqual(forward)
  })
  test('a customer does not depend on how many others there are', () => {
    expect(generateChain({ ...options, customers: 10 }).shoppers).toEqual(chain.shoppers.slice(0, 10))
  })
  test('every event can enter HQ, days are in the order of time, ids differ', () => {
    const events = [...enrolments(chain), ...shopping(chain, options.from, 30)]
    for (const event of events) expect(cloudEventSchema.safeParse(event).success, JSON.stringify(event)).toBe(true)
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
    const times = [...shoppingDay(chain, '2026-03-07')].map(({ time }) => time)
    expect(times).toEqual(times.toSorted())
    expect(times.every((time) => time.startsWith('2026-03-07'))).toBe(true)
    expect([...shoppingDay(chain, '2030-01-01')]).toEqual([])
    expect([...shoppingDay(chain, '2026-03-07', true)].every(({ history }) => history)).toBe(true)
  })
})

describe('its people', () => {
  test('numbers differ, carry their check digit, and none could be a payment card', () => {
    const carried = wallets(chain).flatMap(({ member, card }) => [member, ...(card === undefined ? [] : [card])])
    expect(new Set(carried).size).toBe(carried.length)
    for (const number of carried) {
      expect(number).toMatch(/^(?:\d{8}|77\d{10})$/)
      expect(isChecked(number)).toBe(true)
      expect(number.length < 12 || !passesLuhn(new TextEncoder().encode(number)), number).toBe(true)
    }
    const [number = ''] = carried
    expect(isChecked(number.replace(/.$/, (digit) => `${(Number(digit) + 1) % 10}`))).toBe(false)
  })
  test('are spread believably', () => {
    const count = (fits: (shopper: Chain['shoppers'][number]) => boolean) => shareOf(chain.shoppers.filter(fits).length)
    expect(count(({ card }) => card !== undefined)).toBeCloseTo(0.7, 1)
    expect(count(({ home }) => home === 'harbour')).toBeCloseTo(0.55, 1)
    expect(count(({ language }) => language === 'en')).toBeCloseTo(0.7, 1)
    expect(count(({ tier }) => tier === 'gold')).toBeCloseTo(0.08, 1)
    expect(new Set(chain.shoppers.map(({ language }) => language))).toEqual(new Set(['en', 'es', 'de', 'ar', 'fr']))
    expect(new Set(chain.shoppers.map(({ birthday }) => birthday)).size).toBe(365)
    expect(count(({ likes }) => likes.length === 2 || likes.length === 3)).toBe(1)
  })
  test('25 to 35 % of them shop in any week, mostly at home, and buy mostly what they like', () => {
    const homes = new Map<string, string>(chain.shoppers.map(({ id, home }) => [id, home]))
    const liked = new Map(chain.shoppers.map(({ id, likes }) => [String(id), likes.map(({ category }) => category)]))
    let [lines, likedLines, visits, atHome] = [0, 0, 0, 0]
    for (let week = 0; week < 26; week += 1) {
      const events = shopping(chain, dayOf(dayBegins(options.from) + week * 7 * DAY), 7)
      const share = shareOf(new Set(events.map(({ subject }) => subject)).size)
      expect(share, `week ${week}`).toBeGreaterThan(0.25)
      expect(share, `week ${week}`).toBeLessThan(0.35)
      for (const event of events) {
        if (event.type !== 'kairos.purchase') continue
        visits += 1
        if (event.data.store === homes.get(event.subject)) atHome += 1
        lines += event.data.lines.length
        likedLines += event.data.lines.filter(({ category }) =>
          liked.get(event.subject)?.includes(category ?? ''),
        ).length
        expect(event.data.total).toBe(event.data.lines.reduce((sum, { amount }) => sum + amount, 0))
      }
    }
    expect(atHome / visits).toBeGreaterThan(0.85)
    expect(likedLines / lines).toBeGreaterThan(0.65)
    expect(lines / visits).toBeGreaterThan(1.5)
    expect(lines / visits).toBeLessThan(3)
  })
  test('nobody shops before joining or after lapsing; somebody new comes the day she joins', () => {
    const bought = new Map<string, number[]>()
    for (const { subject, time } of shopping(chain, options.from, 182)) {
      bought.set(subject, [...(bought.get(subject) ?? []), Date.parse(time)])
    }
    for (const { id, joined, lapsed } of chain.shoppers) {
      const times = bought.get(id) ?? []
      const [first] = times
      for (const time of times) expect(time).toBeGreaterThanOrEqual(joined)
      if (joined >= dayBegins(options.from) && first !== undefined) expect(dayOf(first)).toBe(dayOf(joined))
      if (lapsed !== undefined && times.length > 0) expect(dayOf(times.at(-1) ?? 0) <= dayOf(lapsed)).toBe(true)
    }
  })
})

test('every category has articles with a price and a number of their own', () => {
  const articles = CATEGORIES.flatMap(articlesOf)
  expect(new Set(articles.map(({ sku }) => sku)).size).toBe(articles.length)
  for (const { price, name } of articles) {
    expect(price, name).toBeGreaterThanOrEqual(100)
    expect(price, name).toBeLessThanOrEqual(20_000)
  }
})
