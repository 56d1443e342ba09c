import { describe, expect, test } from 'vitest'
import { ANNAS, BEAS, isPersonal, known, refOf, say, Screen, WELCOME } from './screen.fixture.ts'
import { CART_FORGETS, IDLE } from './state.ts'
import { ANSWER_KEPT } from './keeping.ts'

const APPLES = '5901234123457'
const answerYes = { press: 'answer', ref: refOf(1), response: 'yes' } as const

describe('a cart', () => {
  test('the code on a shelf says where it is; the hub says what that part of the store is called', () => {
    const screen = new Screen('cart').recognise().scan('S-FISH', 'qr')
    expect(screen.did('walk')).toEqual([{ do: 'walk', zone: 'fish', visit: ANNAS }])
    screen.take({ is: 'say', visit: ANNAS, say: say(2), zone: 'Fish' })
    expect([screen.frame.zone, JSON.stringify(screen.frame.state).includes('"time":2')]).toEqual(['Fish', true])
  })

  test('counts what is scanned, one more each time, and hands it to the till under a code', () => {
    const screen = new Screen('cart').recognise().scan(APPLES).scan(APPLES).scan('96385074')
    expect(screen.frame.basket).toEqual({ items: 3 })
    screen.press('toTill')
    const items = [
      { code: APPLES, n: 2 },
      { code: '96385074', n: 1 },
    ]
    expect(screen.did('basket')).toEqual([{ do: 'basket', items, visit: ANNAS }])
    screen.take({ is: 'basketTaken', visit: ANNAS, code: 'B-1234' })
    expect(screen.frame.state).toEqual({ is: 'atTill', code: 'B-1234', items: 3 })
    // One thing more: the code that was shown is for less.
    expect(screen.scan(APPLES).is).toBe('message')
    expect(screen.frame.basket).toEqual({ items: 4 })
  })

  test('a guest’s basket is hers once she is recognised, and nobody else’s', () => {
    const screen = new Screen('cart').scan(APPLES)
    expect([screen.is, screen.frame.basket]).toEqual(['guest', { items: 1 }])
    screen.recognise()
    expect(screen.frame.basket).toEqual({ items: 1 })
    // The same card again is the same shopper.
    expect(screen.recognise().frame.basket).toEqual({ items: 1 })
    expect(screen.did('leave')).toEqual([])
    expect(screen.recognise(BEAS, 'Bea').frame.basket).toEqual({ items: 0 })
  })

  test('given back it is wiped, and with it the visit ends; left about without a visit it forgets', () => {
    const screen = new Screen('cart')
      .recognise()
      .scan(APPLES)
      .wait(100 * IDLE)
    expect(screen.is).toBe('message')
    screen.press('leave')
    expect([screen.is, screen.frame.basket, isPersonal(screen)]).toEqual(['attract', { items: 0 }, false])
    expect(screen.did('leave')).toEqual([{ do: 'leave', visit: ANNAS, cart: true }])
    expect(screen.scan(APPLES).wait(CART_FORGETS).frame.basket).toEqual({ items: 0 })
  })

  test('a bank card, or another that nobody has, does not take it from its shopper', () => {
    const screen = new Screen('cart').recognise().take({ is: 'device', event: { is: 'paymentCard' } })
    expect([screen.is, screen.wait(7_000).is]).toEqual(['notThatCard', 'message'])
    screen.take({ is: 'device', event: { is: 'card', value: '770000000009' } })
    screen.take({ is: 'identified', asking: screen.session.asked, reply: { is: 'unknown' } }).wait(7_000)
    expect([screen.is, screen.did('leave')]).toEqual(['message', []])
  })

  test('out of reach it keeps her message, says so, and delivers what happened once the hub is back', () => {
    const screen = new Screen('cart')
      .recognise()
      .press({ press: 'painted', ref: refOf(1) })
      .wait(5_000)
    screen.take({ is: 'hubLost' })
    const before = screen.effects.length
    expect([screen.is, screen.frame.hub, screen.frame.ways]).toEqual(['message', 'down', ['notMe', 'quiet', 'guest']])
    screen.press(answerYes).scan('S-FISH', 'qr').scan('S-WINE', 'qr').scan(APPLES).press('toTill')
    expect(screen.effects).toHaveLength(before)
    // It cannot be answered twice, nor is anybody thanked for what the hub does not know.
    expect(screen.frame.state).toMatchObject({ is: 'message', card: { asks: [] } })
    expect([screen.frame.zone, screen.frame.basket]).toEqual([undefined, { items: 1 }])
    screen.wait(ANSWER_KEPT).take({ is: 'welcome', welcome: WELCOME })
    expect(screen.effects.slice(before)).toEqual([
      { do: 'answer', visit: ANNAS, message: refOf(1), response: 'yes' },
      { do: 'walk', zone: 'wine', visit: ANNAS },
    ])
  })

  test('an answer that waited too long is none: the card asks again', () => {
    const screen = new Screen('cart').recognise().take({ is: 'hubLost' }).press(answerYes)
    screen.wait(ANSWER_KEPT + 1).take({ is: 'welcome', welcome: WELCOME })
    expect(screen.did('answer')).toEqual([])
    expect(screen.frame.state).toMatchObject({ is: 'message', card: { asks: [{ response: 'yes' }] } })
    expect(screen.press(answerYes).did('answer')).toHaveLength(1)
  })

  test('“do not speak to me” holds at once without the hub, and reaches it however late', () => {
    const screen = new Screen('cart').recognise().take({ is: 'hubLost' }).way('quiet').press('quietSure')
    expect([screen.is, isPersonal(screen)]).toEqual(['quiet', false])
    screen.wait(100 * ANSWER_KEPT).take({ is: 'welcome', welcome: WELCOME })
    expect([screen.is, screen.did('quiet')]).toEqual(['welcome', [{ do: 'quiet', visit: ANNAS }]])
  })

  test('an answer on its way when the line broke is delivered when it is back; one that was refused can be given again', () => {
    const screen = new Screen('cart').recognise().press(answerYes)
    const [effect] = screen.did('answer')
    if (!effect) throw new Error('the answer was not sent')
    screen.take({ is: 'hubLost' }, { is: 'undelivered', effect }, { is: 'welcome', welcome: WELCOME })
    expect(screen.did('answer')).toHaveLength(2)
    screen.take({ is: 'undelivered', effect }).press(answerYes)
    expect(screen.did('answer')).toHaveLength(3)
  })

  test('what an ill hub has not heard it is told again, and nothing of it is hers but ids', () => {
    const screen = new Screen().recognise().press({ press: 'painted', ref: refOf(1) })
    screen.wait(3_000).press('leave')
    for (const effect of [...screen.did('shown'), ...screen.did('leave')]) screen.take({ is: 'undelivered', effect })
    expect(screen.session.kept).toHaveLength(2)
    expect(JSON.stringify(screen.session.kept)).not.toMatch(/Anna|Personal|770000/)
    // A hub that says that it keeps nothing is not asked again until it is well.
    screen.take({ is: 'welcome', welcome: { ...WELCOME, mute: true } })
    for (const effect of screen.did('shown').slice(-1)) screen.take({ is: 'undelivered', effect })
    const before = screen.effects.length
    screen.take({ is: 'again' })
    expect(screen.effects.length).toBe(before)
    screen.take({ is: 'welcome', welcome: WELCOME })
    expect([screen.did('shown').length, screen.session.kept]).toEqual([3, []])
  })

  test('without a word from the hub, too: as long as the line stands it is told now and then', () => {
    const screen = new Screen()
      .recognise()
      .press({ press: 'painted', ref: refOf(1) })
      .wait(3_000)
      .press('leave')
    for (let n = 1; n <= 3; n += 1) {
      const [effect] = screen.did('shown').slice(-1)
      if (!effect) throw new Error('nothing was shown')
      screen.take({ is: 'undelivered', effect }, { is: 'again' })
      expect(screen.did('shown')).toHaveLength(n + 1)
    }
    screen.take({ is: 'again' })
    expect(screen.did('shown')).toHaveLength(4)
  })

  test('the language that she chose is told to the hub: at once, as she is recognised, and when it is back', () => {
    const german = { press: 'language', language: 'de' } as const
    const screen = new Screen('cart').press(german)
    expect(screen.did('language')).toEqual([])
    screen.recognise()
    expect(screen.did('language')).toEqual([{ do: 'language', visit: ANNAS, language: 'de' }])
    screen.press({ ...german, language: 'ar' }).take({ is: 'welcome', welcome: WELCOME })
    expect(screen.did('language').map(({ language }) => language)).toEqual(['de', 'ar'])
    screen.take({ is: 'hubLost' }, { is: 'welcome', welcome: WELCOME })
    expect(screen.did('language').map(({ language }) => language)).toEqual(['de', 'ar', 'ar'])
    screen.press('leave').recognise(BEAS, 'Bea')
    expect(screen.did('language')).toHaveLength(3)
  })

  test('where she walked is not told of whoever has the cart after her', () => {
    const screen = new Screen('cart').recognise().take({ is: 'hubLost' }).scan('S-FISH', 'qr')
    expect(screen.session.kept).toHaveLength(1)
    screen.take({ is: 'released' }, { is: 'welcome', welcome: WELCOME })
    expect([screen.did('walk'), screen.session.kept]).toEqual([[], []])
  })

  test('a kiosk out of reach forgets her, and tells later what had been on its glass', () => {
    const screen = new Screen()
      .recognise()
      .press({ press: 'painted', ref: refOf(1) })
      .wait(3_000)
      .take({ is: 'hubLost' })
    expect([screen.is, isPersonal(screen), screen.did('shown')]).toEqual(['offline', false, []])
    screen.take({ is: 'welcome', welcome: WELCOME }, known(1))
    expect([screen.is, screen.did('shown').length, screen.did('leave').length]).toEqual(['attract', 1, 1])
  })

  test('public glass reports what it showed without knowing whose it was', () => {
    const screen = new Screen('aisle').take({ is: 'welcome', welcome: { ...WELCOME, say: say(1) } })
    screen.press({ press: 'painted', ref: refOf(1) }).wait(8_000)
    screen.take({ is: 'welcome', welcome: { ...WELCOME, say: say(2) } })
    expect(screen.effects).toEqual([{ do: 'shown', message: refOf(1), for: 8_000, at: screen.now }])
  })
})
