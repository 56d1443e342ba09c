import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wayOutSchema, type KnownOfHer } from '@kairos/shared/screen-state'
import { ANNAS, BEAS, isPersonal, known, refOf, say, Screen, SLIDES, WELCOME } from './screen.fixture.ts'
import { IDLE, STILL_THERE, type SessionInput } from './state.ts'

const KNOWN: KnownOfHer = {
  first: 'Anna',
  birthday: true,
  size: false,
  categories: ['fish'],
  waiting: ['For Anna only'],
  incentives: [],
}
const keyNumber = (screen: Screen): Screen => screen.take({ is: 'device', event: { is: 'keyed', value: '12345678' } })

describe('what a shopper can always do', () => {
  test('“not me” ends it without a word more, and says to the hub that it was a mistake', () => {
    const screen = new Screen().recognise().way('notMe')
    expect([screen.is, isPersonal(screen)]).toEqual(['attract', false])
    expect(screen.did('leave')).toEqual([{ do: 'leave', visit: ANNAS, mistaken: true }])
  })

  test('“do not speak to me” is asked once, and takes the message and the name from the glass at once', () => {
    const screen = new Screen().recognise().way('quiet')
    expect([screen.is, screen.did('quiet')]).toEqual(['quietAsked', []])
    expect(screen.press('cancel').is).toBe('message')
    screen.way('quiet').press('quietSure')
    expect([screen.is, isPersonal(screen), screen.did('quiet')]).toEqual([
      'quiet',
      false,
      [{ do: 'quiet', visit: ANNAS }],
    ])
    expect(screen.wait(7_000).is).toBe('attract')
  })

  test('E14: a claimed identity may ask for quiet, and is offered no look at what is known', () => {
    const screen = keyNumber(new Screen()).take(known(1))
    expect(screen.frame.ways).toEqual(['notMe', 'quiet', 'call', 'guest'])
    screen.way('about').take({ is: 'about', visit: ANNAS, known: KNOWN })
    expect([screen.is, screen.did('about')]).toEqual(['message', []])
    expect(screen.way('quiet').press('quietSure').did('quiet')).toHaveLength(1)
  })

  test('what is known is shown to her who holds the card, until she has read it', () => {
    const screen = new Screen().recognise().way('about')
    expect(screen.take({ is: 'about', visit: ANNAS, known: KNOWN }).is).toBe('about')
    expect(screen.press('cancel').is).toBe('message')
    screen.recognise(BEAS, 'Bea').take({ is: 'about', visit: ANNAS, known: KNOWN })
    expect(JSON.stringify(screen.frame)).not.toContain('"is":"about"')
  })

  test('after two numbers that nobody has, it is said where a number is found', () => {
    const screen = keyNumber(new Screen()).take({ is: 'identified', asking: 1, reply: { is: 'unknown' } })
    expect(screen.is).toBe('keypad')
    keyNumber(screen).take({ is: 'identified', asking: 2, reply: { is: 'unknown' } })
    expect(screen.is).toBe('numberHelp')
    expect(screen.press('keypad').is).toBe('keypad')
    // Whoever comes next begins anew.
    screen.press('leave')
    keyNumber(screen).take({ is: 'identified', asking: 3, reply: { is: 'unknown' } })
    expect(screen.is).toBe('keypad')
  })

  test('whoever looks on as a guest has no visit', () => {
    const screen = new Screen().recognise().way('guest')
    expect([screen.is, isPersonal(screen), screen.did('leave')]).toEqual([
      'guest',
      false,
      [{ do: 'leave', visit: ANNAS }],
    ])
    expect(screen.wait(IDLE + STILL_THERE).is).toBe('attract')
  })

  test('an associate who was called is shown as asked for and as coming, and is called off with the session', () => {
    const screen = new Screen().recognise().way('call')
    expect(screen.did('call')).toEqual([{ do: 'call', visit: ANNAS }])
    screen.take({ is: 'call', call: 'asked' }, { is: 'call', call: 'coming' })
    expect(screen.frame.called).toBe('coming')
    screen.press('leave')
    expect([screen.frame.called, screen.did('call').at(-1)]).toEqual([undefined, { do: 'call', off: true }])
  })

  test('what an answer granted is handed over after the thanks', () => {
    const handover = { title: 'Yours', body: '', code: 'K7Q2M9' }
    const screen = new Screen().recognise().press({ press: 'answer', ref: refOf(1), response: 'yes' })
    const thanks = { title: 'Thank you', body: '' }
    screen.take({ is: 'answered', visit: ANNAS, reply: { thanks, handover, say: { slides: SLIDES } } })
    expect([screen.is, screen.wait(7_000).is, screen.press('cancel').is]).toEqual(['thanks', 'handover', 'welcome'])
  })

  test('a language and a way of seeing are hers alone', () => {
    const comfort = { reach: true, speech: false, large: true }
    const screen = new Screen().press({ press: 'language', language: 'de' }, { press: 'comfort', comfort })
    expect([screen.frame.language, screen.frame.comfort]).toEqual(['de', comfort])
    screen.recognise()
    expect(screen.frame.comfort).toEqual(comfort)
    screen.press('leave')
    expect([screen.frame.language, screen.frame.comfort?.large]).toEqual(['en', false])
    // Nobody came after all.
    expect(screen.press({ press: 'comfort', comfort }).wait(IDLE).frame.comfort?.large).toBe(false)
  })

  test('whoever comes straight after her finds the glass as it is for everybody, and hears nothing that is for her', () => {
    const comfort = { reach: true, speech: true, large: true }
    const screen = new Screen().recognise().press({ press: 'comfort', comfort }, { press: 'language', language: 'de' })
    screen.recognise(BEAS, 'Bea')
    expect([screen.frame.comfort?.large, screen.frame.language]).toEqual([false, 'en'])
    screen.take({ is: 'say', visit: ANNAS, say: say(7), first: 'Anna' })
    expect(JSON.stringify(screen.frame)).not.toMatch(/"Anna"|"time":7/)
    // Nothing of her stays when nobody comes either.
    screen.wait(IDLE + STILL_THERE)
    expect(JSON.stringify({ ...screen.session, welcome: undefined })).not.toMatch(/harbour|Bea/)
  })

  test('the hub releases her: what is shown goes at once, and is not told back', () => {
    const screen = new Screen().recognise().take({ is: 'released', visit: BEAS })
    expect(screen.is).toBe('message')
    screen.take({ is: 'released', visit: ANNAS })
    expect([screen.is, isPersonal(screen), screen.did('leave')]).toEqual(['attract', false, []])
  })

  test('a store that is closed, or a screen that was muted, says only that', () => {
    const closed = { why: 'hours' as const, opens: 1 }
    const screen = new Screen().recognise().take({ is: 'welcome', welcome: { ...WELCOME, closed } })
    screen.take({ is: 'device', event: { is: 'card', value: '770000000000' } }).press('keypad')
    expect([screen.frame.state, screen.frame.ways]).toEqual([{ is: 'closed', ...closed }, []])
    expect(screen.take({ is: 'welcome', welcome: WELCOME }).is).toBe('attract')
  })

  const inputs = fc.oneof(
    fc
      .constantFrom(...wayOutSchema.options)
      .map((way): SessionInput => ({ is: 'press', input: { press: 'way', way } })),
    fc.constantFrom<SessionInput>(
      { is: 'welcome', welcome: WELCOME },
      { is: 'hubLost' },
      { is: 'tick' },
      { is: 'press', input: { press: 'keypad' } },
      { is: 'press', input: { press: 'quietSure' } },
      { is: 'press', input: { press: 'stay' } },
      { is: 'press', input: { press: 'cancel' } },
      { is: 'press', input: { press: 'answer', ref: refOf(1), response: 'yes' } },
      { is: 'device', event: { is: 'card', value: '770000000000' } },
      { is: 'device', event: { is: 'keyed', value: '12345678' } },
      { is: 'device', event: { is: 'paymentCard' } },
      { is: 'device', event: { is: 'code', symbology: 'ean13', text: '5901234123457' } },
      { is: 'device', event: { is: 'code', symbology: 'qr', text: 'S-FISH' } },
      { is: 'identified', asking: 1, reply: { is: 'unknown' } },
      { is: 'about', visit: ANNAS, known: KNOWN },
      { is: 'say', visit: ANNAS, say: say(2) },
      { is: 'answered', visit: ANNAS, reply: { say: say(2), thanks: { title: 'Thanks, Anna', body: '' } } },
      { is: 'basketTaken', visit: ANNAS, code: 'B-ANNA' },
      known(1),
      known(2),
    ),
  )
  const lives = fc.array(fc.tuple(inputs, fc.nat({ max: 60_000 })), { maxLength: 30 })
  const roles = fc.constantFrom('kiosk' as const, 'cart' as const)

  test('once she is gone nothing of her is in any later state, nor anywhere else in the session', () => {
    const ends = fc.constantFrom<SessionInput>(
      { is: 'press', input: { press: 'leave' } },
      { is: 'released' },
      { is: 'welcome', welcome: { ...WELCOME, closed: { why: 'muted' } } },
    )
    const later = fc.array(inputs.filter((input) => input.is !== 'identified'))
    fc.assert(
      fc.property(roles, lives, ends, later, (role, before, end, after) => {
        const screen = new Screen(role)
        for (const [input, ms] of before) screen.take(input).wait(ms)
        screen.take({ is: 'welcome', welcome: WELCOME }, end, { is: 'welcome', welcome: WELCOME })
        expect(JSON.stringify([screen.session, screen.frame])).not.toMatch(/Anna|Personal|harbour\/1|B-ANNA/)
        for (const input of after) {
          screen.take(input)
          expect(JSON.stringify(screen.frame)).not.toMatch(/Anna|Personal|B-ANNA/)
        }
      }),
    )
  })

  test('every state has a way out, and on a kiosk a time at which it ends', () => {
    const isHome = (screen: Screen) => ['attract', 'offline'].includes(screen.is)
    fc.assert(
      fc.property(roles, lives, (role, before) => {
        const screen = new Screen(role)
        for (const [input, ms] of before) screen.take(input).wait(ms)
        const { at, until } = screen.session
        const mayStay = at.is === 'nobody' || (role === 'cart' && at.is === 'visit')
        expect({ at: at.is, ends: mayStay || until !== undefined }).toEqual({ at: at.is, ends: true })
        expect(isHome(screen.press('leave'))).toBe(true)
      }),
    )
  })
})
