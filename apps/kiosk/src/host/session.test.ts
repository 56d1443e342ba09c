import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { screenStateSchema } from '@kairos/shared/screen-state'
import { stateOf } from './session/frame.ts'
import {
  ANNAS,
  BEAS,
  isPersonal as personal,
  known,
  refOf,
  say,
  Screen,
  SLIDES,
  WELCOME,
} from './session/screen.fixture.ts'
import { IDLE, STILL_THERE, type SessionInput } from './session/state.ts'

describe('a screen’s session', () => {
  test('a keyed number is a claim, a card is held', () => {
    const screen = new Screen()
    for (const digit of ['7', '6', '1']) screen.take({ is: 'device', event: { is: 'key', key: digit as '7' } })
    screen.take(
      { is: 'device', event: { is: 'key', key: 'erase' } },
      { is: 'device', event: { is: 'key', key: 'enter' } },
    )
    screen.take(
      { is: 'identified', asking: 1, reply: { is: 'unknown' } },
      { is: 'device', event: { is: 'card', value: '770000000000' } },
    )
    expect(screen.effects).toEqual([
      { do: 'identify', asking: 1, identify: { identity: { kind: 'member', value: '76' }, strength: 'claimed' } },
      { do: 'identify', asking: 2, identify: { identity: { kind: 'card', value: '770000000000' }, strength: 'held' } },
    ])
  })

  test('no more digits stand on the glass than where they are keyed are kept', () => {
    const screen = new Screen()
    for (let n = 0; n < 30; n++) screen.take({ is: 'device', event: { is: 'key', key: '4' } })
    expect(stateOf(screen.session)).toEqual({ is: 'keypad', digits: '4'.repeat(24) })
  })

  test('hidden digits are dots, which only their own keypad can end', () => {
    const screen = new Screen().take(
      ...['1', '2', 'hidden'].map((key): SessionInput => ({ is: 'device', event: { is: 'key', key: key as '1' } })),
    )
    expect(stateOf(screen.session)).toEqual({ is: 'keypad', digits: '12\u2022' })
    expect(screenStateSchema.safeParse(stateOf(screen.session)).success).toBe(true)
    screen.take({ is: 'device', event: { is: 'key', key: 'enter' } })
    expect(screen.effects).toEqual([])
    screen.take({ is: 'device', event: { is: 'keyed', value: '12345678' } })
    expect(screen.effects).toEqual([
      { do: 'identify', asking: 1, identify: { identity: { kind: 'member', value: '12345678' }, strength: 'claimed' } },
    ])
  })

  test('a tag and a code that is hers are held; an article says nothing of her', () => {
    const screen = new Screen()
    for (const symbology of ['ean13', 'ean8', 'upcA', 'upcE', 'gs1'] as const)
      screen.take({ is: 'device', event: { is: 'code', symbology, text: '5901234123457' } })
    expect([screen.is, screen.effects]).toEqual(['attract', []])
    screen.take({ is: 'device', event: { is: 'tag', value: '0013110988' } })
    screen.take({ is: 'device', event: { is: 'code', symbology: 'qr', text: 'mf:Anna-1' } })
    expect(screen.effects).toEqual([
      { do: 'identify', asking: 1, identify: { identity: { kind: 'card', value: '0013110988' }, strength: 'held' } },
      { do: 'identify', asking: 2, identify: { identity: { kind: 'qr', value: 'mf:Anna-1' }, strength: 'held' } },
    ])
    expect(screen.take({ is: 'device', event: { is: 'code', symbology: 'qr', text: 'x'.repeat(81) } }).is).toBe(
      'unreadable',
    )
    expect(new Screen().take({ is: 'device', event: { is: 'encrypted' } }).is).toBe('unreadable')
  })

  test('nobody touches it: it asks, counts down, and forgets; one touch keeps it', () => {
    const screen = new Screen().recognise().wait(IDLE)
    expect(screen.is).toBe('stillThere')
    screen.take({ is: 'press', input: { press: 'stay' } })
    expect(screen.is).toBe('message')
    screen.wait(IDLE + STILL_THERE - 1)
    expect(screen.is).toBe('stillThere')
    screen.wait(1)
    expect(screen.is).toBe('attract')
    expect(screen.effects).toContainEqual({ do: 'leave', visit: ANNAS })
  })

  test('whoever keys and goes on after the question begins the number anew, as it is where it was keyed', () => {
    const screen = new Screen().take({ is: 'device', event: { is: 'key', key: '7' } }).wait(IDLE)
    screen.take({ is: 'press', input: { press: 'stay' } })
    expect(stateOf(screen.session)).toEqual({ is: 'keypad', digits: '' })
  })

  test('a cart stays with its shopper until it is given back', () => {
    const screen = new Screen('cart').recognise().wait(100 * IDLE)
    expect(screen.is).toBe('message')
    expect(screen.take({ is: 'press', input: { press: 'leave' } }).is).toBe('attract')
  })

  test('an answer is for the message on the glass, and for no other', () => {
    const screen = new Screen()
      .recognise()
      .take({ is: 'press', input: { press: 'answer', ref: refOf(2), response: 'yes' } })
    expect(screen.effects.filter((effect) => effect.do === 'answer')).toEqual([])
    screen.take({ is: 'press', input: { press: 'answer', ref: refOf(1), response: 'yes' } })
    expect(screen.effects.filter((effect) => effect.do === 'answer')).toHaveLength(1)
    screen.take({
      is: 'answered',
      visit: ANNAS,
      reply: { thanks: { title: 'Thank you', body: '' }, say: { slides: SLIDES } },
    })
    expect(screen.is).toBe('thanks')
    expect(screen.wait(7_000).is).toBe('welcome')
  })

  test('what was on the glass is told with how long it was there, before what followed from it', () => {
    const screen = new Screen().recognise()
    screen.take({ is: 'press', input: { press: 'painted', ref: refOf(1) } }).wait(3_000)
    screen.recognise(BEAS, 'Bea')
    expect(screen.effects.slice(1, 3)).toEqual([
      { do: 'shown', visit: ANNAS, message: refOf(1), for: 3_000, at: screen.now },
      { do: 'identify', asking: 2, identify: expect.anything() },
    ])
  })

  test('a page that nobody can see withdraws what it showed; what is painted again is counted anew', () => {
    const screen = new Screen().recognise()
    const withdrawn: SessionInput = { is: 'press', input: { press: 'painted' } }
    screen.take({ is: 'press', input: { press: 'painted', ref: refOf(1) } }).wait(3_000)
    screen.take(withdrawn, withdrawn).wait(20_000)
    expect(screen.session.glass).toBe(undefined)
    screen.take({ is: 'press', input: { press: 'painted', ref: refOf(1) } }).wait(2_000)
    screen.take({ is: 'press', input: { press: 'leave' } })
    const shown = screen.effects.flatMap((effect) => (effect.do === 'shown' ? [effect.for] : []))
    expect(shown).toEqual([3_000, 2_000])
  })

  test('a glance of less than a second is not seen, nor is what the page never painted', () => {
    const screen = new Screen().recognise()
    screen.take({ is: 'press', input: { press: 'painted', ref: refOf(7) } }).wait(5_000)
    screen.take({ is: 'press', input: { press: 'painted', ref: refOf(1) } }).wait(999)
    screen.take({ is: 'press', input: { press: 'leave' } })
    expect(screen.effects.filter((effect) => effect.do === 'shown')).toEqual([])
  })

  test.each([[], [0], [300]])(
    'what she answered counts as seen, however quickly she answered (%s ms)',
    (...painted) => {
      const screen = new Screen().recognise()
      for (const ago of painted) screen.take({ is: 'press', input: { press: 'painted', ref: refOf(1) } }).wait(ago)
      screen.take({ is: 'press', input: { press: 'answer', ref: refOf(1), response: 'yes' } })
      // The page's word may come after her finger, and more than once.
      screen.take({ is: 'press', input: { press: 'painted', ref: refOf(1) } })
      screen.take({ is: 'answered', visit: ANNAS, reply: { say: { slides: SLIDES } } })
      expect(screen.did('shown')).toEqual([
        { do: 'shown', visit: ANNAS, message: refOf(1), for: painted[0] ?? 0, at: screen.now },
      ])
    },
  )

  test('SPEC 37: a store that recognises nobody for now says so, takes the personal away, and reads no card', () => {
    const mute: SessionInput = { is: 'welcome', welcome: { ...WELCOME, mute: true } }
    const screen = new Screen().recognise().take(mute)
    expect(stateOf(screen.session)).toEqual({ is: 'offline', slides: SLIDES })
    const asked = screen.effects.length
    screen.take(
      { is: 'press', input: { press: 'keypad' } },
      { is: 'device', event: { is: 'card', value: '77000000000012' } },
    )
    expect([screen.is, screen.effects.length]).toEqual(['offline', asked])
    expect(screen.take({ is: 'welcome', welcome: WELCOME }).is).toBe('attract')
    expect(new Screen('aisle').take(mute).is).toBe('attract')
  })

  test('without the hub nothing personal stays, and nothing can be keyed', () => {
    const screen = new Screen().recognise().take({ is: 'hubLost' }, { is: 'press', input: { press: 'keypad' } })
    expect(screen.is).toBe('offline')
    expect(personal(screen)).toBe(false)
    expect(screen.take({ is: 'welcome', welcome: WELCOME }).is).toBe('attract')
  })

  test('a payment card, or an unreadable one, gets kind words that go away by themselves', () => {
    const screen = new Screen().take({ is: 'device', event: { is: 'paymentCard' } })
    expect(screen.is).toBe('notThatCard')
    expect(screen.take({ is: 'device', event: { is: 'unreadable' } }).wait(7_000).is).toBe('attract')
  })

  test('a late answer about the shopper before is not taken for the one who is here', () => {
    const screen = new Screen().take({ is: 'device', event: { is: 'card', value: '770000000000' } })
    screen.take(
      { is: 'press', input: { press: 'cancel' } },
      { is: 'device', event: { is: 'card', value: '770000000001' } },
    )
    screen.take(known(1))
    expect(screen.is).toBe('recognising')
    screen.take(known(2, BEAS, 'Bea'), {
      is: 'answered',
      visit: ANNAS,
      reply: { say: say(1), thanks: { title: 'Thanks, Anna', body: '' } },
    })
    expect(JSON.stringify(stateOf(screen.session))).not.toContain('Anna,')
    expect(screen.is).toBe('message')
  })

  const inputs = fc.oneof(
    fc.constantFrom<SessionInput>(
      { is: 'welcome', welcome: WELCOME },
      { is: 'hubLost' },
      { is: 'noAnswer', asking: 1 },
      { is: 'tick' },
      { is: 'press', input: { press: 'keypad' } },
      { is: 'device', event: { is: 'key', key: 'enter' } },
      { is: 'press', input: { press: 'stay' } },
      { is: 'press', input: { press: 'answer', ref: refOf(1), response: 'yes' } },
      { is: 'press', input: { press: 'painted', ref: refOf(1) } },
      { is: 'device', event: { is: 'card', value: '770000000000' } },
      { is: 'device', event: { is: 'paymentCard' } },
      { is: 'answered', visit: ANNAS, reply: { say: { slides: SLIDES } } },
      { is: 'say', visit: ANNAS, say: say(1) },
      { is: 'identified', asking: 1, reply: { is: 'unknown' } },
      known(1),
    ),
    fc
      .integer({ min: 0, max: 9 })
      .map((digit): SessionInput => ({ is: 'device', event: { is: 'key', key: String(digit) as '0' } })),
  )

  test('whatever came before, the next shopper sees nothing of the last', () => {
    const endings = fc.constantFrom<SessionInput>(
      { is: 'press', input: { press: 'leave' } },
      { is: 'press', input: { press: 'cancel' } },
      { is: 'hubLost' },
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(inputs, fc.nat({ max: 60_000 }))), endings, (before, ending) => {
        const screen = new Screen()
        for (const [input, ms] of before) screen.take(input).wait(ms)
        screen.take(ending)
        expect(personal(screen)).toBe(false)
        // An answer of the hub that was still under way changes nothing.
        screen.take(
          known(1),
          { is: 'answered', visit: ANNAS, reply: { say: say(1) } },
          { is: 'say', visit: ANNAS, say: say(1) },
        )
        expect(personal(screen)).toBe(false)
      }),
    )
  })

  test('a kiosk that nobody touches comes back to its own content, from everywhere', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(inputs, fc.nat({ max: 60_000 }))), (before) => {
        const screen = new Screen()
        for (const [input, ms] of before) screen.take(input).wait(ms)
        expect(['attract', 'offline']).toContain(screen.wait(2 * (IDLE + STILL_THERE)).is)
        expect(JSON.parse(JSON.stringify(screen.session)).at).toEqual({ is: 'nobody' })
      }),
    )
  })
})
