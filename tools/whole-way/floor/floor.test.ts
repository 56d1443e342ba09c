import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY, SECOND } from '@kairos/shared/time'
import type { Screen } from './screen.ts'
import { ANN, BEA, openStore, UNTIL_CLOSED, type Store } from './store.ts'

const within = { timeout: 20_000, interval: 50 }
let store: Store
let cart: Screen
let cart2: Screen
let wine: Screen
let fish: Screen

beforeAll(async () => {
  store = await openStore()
  await store.enrol(ANN, BEA)
  ;[cart, cart2, wine, fish] = await Promise.all([
    store.screen({ screen: 'cart-1', role: 'cart' }),
    store.screen({ screen: 'cart-2', role: 'cart' }),
    store.screen({ screen: 'aisle-wine', role: 'aisle', zone: 'wine' }),
    store.screen({ screen: 'aisle-fish', role: 'aisle', zone: 'fish' }),
  ])
})
afterAll(() => store?.close())

const shows = (screen: Screen, title: string | undefined) => expect.poll(screen.title, within).toBe(title)
const factsAtHq = async (customer: string): Promise<string> =>
  JSON.stringify(await store.atHq(`/v1/customers/${customer}`))
const count = (text: string, what: string) => text.split(`"what":"${what}"`).length - 1

describe('two shoppers, two carts and two aisles', () => {
  test('every screen finds its hub', async () => {
    for (const screen of [cart, cart2, wine, fish]) await expect.poll(screen.is, within).toBe('attract')
  })

  test('what is said follows her through the zones, on her cart and nowhere else', async () => {
    await cart.swipe(ANN.card)
    await expect.poll(cart.is, within).toBe('welcome')
    await cart.scan('SHELF-WINE')
    await shows(cart, 'A bottle')
    expect([cart.frame()?.zone, wine.title()]).toEqual(['Wine', undefined])
    await cart.scan('SHELF-FISH')
    await shows(cart, 'A trout')
    expect([cart.frame()?.zone, fish.title()]).toEqual(['Fish', undefined])
  })

  test('whoever tracks carts may say where one is', async () => {
    await cart2.swipe(BEA.card)
    await expect.poll(cart2.is, within).toBe('welcome')
    expect(await store.atHub('/v1/zones', { who: { screen: 'cart-2' }, zone: 'wine' })).toMatchObject({ kept: true })
    await shows(cart2, 'A bottle')
  })

  test('her answer is followed in the same breath: what it granted is handed over, and redeemed at the till', async () => {
    cart2.answer('yes-please')
    await expect.poll(cart2.is, within).toBe('handover')
    const state = cart2.frame()?.state
    const code = state?.is === 'handover' ? state.handover.code : ''
    cart2.send({ press: 'cancel' })
    await cart2.scan('5901234123457', ']E0')
    await cart2.scan('5901234123457', ']E0')
    await expect.poll(() => cart2.frame()?.basket, within).toEqual({ items: 2 })
    cart2.send({ press: 'toTill' })
    await expect.poll(cart2.is, within).toBe('atTill')
    const atTill = cart2.frame()?.state
    const basket = `/v1/baskets/${atTill?.is === 'atTill' ? atTill.code : ''}`
    expect(await store.atHub(basket)).toEqual({ status: 200, items: [{ code: '5901234123457', n: 2 }] })
    expect(await store.atHub(basket)).toMatchObject({ status: 404 })
    const receipt = {
      till: 'till-1',
      receipt: '1',
      total: 100,
      lines: [{ sku: 'a', name: 'A', quantity: 2, amount: 100 }],
      identity: { kind: 'card', value: BEA.card },
      coupons: [code, 'NOTACOUPON'],
    }
    expect(await store.atHub('/v1/receipts', receipt)).toEqual({
      status: 200,
      fresh: true,
      unknownCoupons: ['NOTACOUPON'],
    })
    // Paying ends the visit: the cart is for the next one.
    await expect.poll(cart2.is, within).toBe('attract')
    expect(cart2.frame()?.basket).toEqual({ items: 0 })
  })

  test('an associate is called, comes, and has been', async () => {
    cart.send({ press: 'way', way: 'call' })
    await expect.poll(() => cart.frame()?.called, within).toBe('asked')
    cart.send({ press: 'callOff' })
    await expect.poll(() => cart.frame()?.called, within).toBe(undefined)
  })

  test('without carts the two take turns in the aisle, in public words, and it counts for the one whose it was', async () => {
    expect(await store.atHub('/v1/leave', { who: { screen: 'cart-1' } })).toMatchObject({ kept: true })
    await expect.poll(cart.is, within).toBe('attract')
    const kiosk = await store.screen({ screen: 'kiosk-1', role: 'kiosk', zone: 'fish' })
    await expect.poll(kiosk.is, within).toBe('attract')
    const from = fish.seen.length
    for (const { card } of [ANN, BEA]) {
      await kiosk.swipe(card)
      await expect.poll(kiosk.title, within).toBe('A trout')
      kiosk.send({ press: 'leave' })
      await expect.poll(kiosk.is, within).toBe('attract')
    }
    await shows(fish, 'A trout, for all')
    const messages = () =>
      new Set(fish.seen.slice(from).flatMap((frame) => /"run":"(visit:[^"]+)"/.exec(frame)?.[1] ?? []))
    await expect
      .poll(() => {
        store.pass(9 * SECOND)
        return messages().size
      }, within)
      .toBe(2)
    expect(fish.seen.join()).not.toMatch(/ann|bea/)
    await expect
      .poll(
        async () => Math.min(count(await factsAtHq('ann'), 'shown'), count(await factsAtHq('bea'), 'shown')),
        within,
      )
      .toBeGreaterThan(0)
    for (const { card } of [ANN, BEA])
      await store.atHub('/v1/leave', { who: { identity: { kind: 'card', value: card } } })
    await expect.poll(fish.is, within).toBe('attract')
    await kiosk.close()
  })
})

describe('lines that are cut', () => {
  test('a cart out of reach keeps her message and delivers her answer once; head office hears of it when its line is back', async () => {
    store.toHq.set(false)
    await cart.swipe(ANN.card)
    await expect.poll(cart.is, within).toBe('welcome')
    await cart.scan('SHELF-WINE')
    await shows(cart, 'A bottle')
    const before = count(await factsAtHq('ann'), 'response')
    store.toHub.set(false)
    await expect.poll(() => cart.frame()?.hub, within).toBe('down')
    await expect.poll(wine.is, within).toBe('offline')
    expect(cart.title()).toBe('A bottle')
    cart.answer('yes-please')
    await expect.poll(() => JSON.stringify(cart.frame()?.state), within).toContain('"asks":[]')
    store.toHub.set(true)
    await expect.poll(cart.is, within).toBe('handover')
    await expect.poll(wine.is, within).toBe('attract')
    expect(count(await factsAtHq('ann'), 'response')).toBe(before)
    store.toHq.set(true)
    await expect.poll(async () => count(await factsAtHq('ann'), 'response'), within).toBe(before + 1)
  })

  test('the hub is switched off and on in the middle of a session: the cart has its shopper still', async () => {
    cart.send({ press: 'cancel' })
    await cart.scan('SHELF-FISH')
    await shows(cart, 'A trout')
    await store.restartHub()
    await expect.poll(() => cart.frame()?.hub, within).toBe('up')
    await shows(cart, 'A trout')
    await cart.scan('SHELF-WINE')
    await expect.poll(() => cart.frame()?.zone, within).toBe('Wine')
  })

  test('a cart that is switched off and on forgets; her visit goes on', async () => {
    await cart.close()
    cart = await store.screen({ screen: 'cart-1', role: 'cart' })
    await expect.poll(cart.is, within).toBe('attract')
    await cart.swipe(ANN.card)
    await expect.poll(() => cart.frame()?.zone, within).toBe('Wine')
    expect(count(await factsAtHq('ann'), 'visit')).toBeGreaterThan(0)
  })

  test('“do not speak to me” takes it from the cart, and holds in the aisle', async () => {
    await cart.scan('SHELF-FISH')
    await shows(cart, 'A trout')
    cart.send({ press: 'way', way: 'quiet' })
    await expect.poll(cart.is, within).toBe('quietAsked')
    cart.send({ press: 'quietSure' })
    await expect.poll(cart.is, within).toBe('quiet')
    await expect.poll(async () => factsAtHq('ann'), within).toContain('"given":false')
    cart.send({ press: 'leave' })
    await expect.poll(cart.is, within).toBe('attract')
    expect(fish.is()).toBe('attract')
  })
})

describe('what is really on the glass', () => {
  test('a muted screen says nothing, over a restart of the hub too, until it may speak again', async () => {
    expect(await store.atHub('/v1/screens/aisle-wine/mute', { muted: true, by: 'Tess' })).toMatchObject({ kept: true })
    await expect.poll(() => wine.frame()?.state, within).toEqual({ is: 'closed', why: 'muted' })
    await store.restartHub()
    await expect.poll(() => wine.frame()?.hub, within).toBe('up')
    expect(wine.is()).toBe('closed')
    expect(await store.atHub('/v1/screens/nowhere/mute', { muted: true })).toMatchObject({ status: 404 })
    await store.atHub('/v1/screens/aisle-wine/mute', { muted: false })
    await expect.poll(wine.is, within).toBe('attract')
  })

  test('a screen that shows the wrong thing, or says nothing, is ill, and head office says so', async () => {
    const illAtHq = async () => JSON.stringify(await store.atHq('/v1/stores'))
    fish.render('offline')
    await expect
      .poll(async () => {
        for (const screen of [cart, cart2, wine]) screen.render()
        fish.render('offline')
        store.pass(4 * SECOND)
        return illAtHq()
      }, within)
      .toContain('The page shows \\"offline\\" where \\"attract\\" should be.')
    await expect
      .poll(async () => {
        for (const screen of [cart, cart2, wine, fish]) screen.render()
        store.pass(4 * SECOND)
        return illAtHq()
      }, within)
      .not.toContain('aisle-fish')
    await expect
      .poll(async () => {
        for (const screen of [cart, cart2, fish]) screen.render()
        store.pass(4 * SECOND)
        return illAtHq()
      }, within)
      .toContain('has not been heard of')
  })
})

test('a store that is closed says so on every screen, and when it opens; whoever was here has left', async () => {
  await cart2.swipe(BEA.card)
  await expect.poll(cart2.is, within).toBe('welcome')
  store.pass(UNTIL_CLOSED)
  for (const screen of [cart, cart2, wine, fish])
    await expect
      .poll(() => screen.frame()?.state, within)
      .toEqual({ is: 'closed', why: 'hours', opens: expect.any(Number) })
  await expect.poll(async () => JSON.stringify(await store.atHub('/v1/state')), within).toContain('"visits":0')
  await cart2.swipe(BEA.card)
  store.pass(DAY)
  await expect.poll(cart2.is, within).toBe('attract')
})
