import { screenIdSchema, visitIdSchema, zoneIdSchema, type MessageRef } from '@kairos/shared/ids'
import {
  screenInputSchema,
  type Card,
  type ScreenFrame,
  type ScreenInput,
  type WayOut,
} from '@kairos/shared/screen-state'
import type { Say, ScreenWelcome } from '@kairos/shared/wire/hub-screen'
import { step } from '../session.ts'
import { frameOf, stateOf } from './frame.ts'
import { newSession, type Session, type SessionEffect, type SessionInput } from './state.ts'

export const SLIDES = [{ title: 'Autumn', body: 'On The Table this week.' }]
export const WELCOME: ScreenWelcome = {
  store: 'Harbour',
  language: 'en',
  cards: [{ prefix: '77', digits: 12 }],
  say: { slides: SLIDES },
  languages: ['en'],
  codes: { 'S-FISH': zoneIdSchema.parse('fish'), 'S-WINE': zoneIdSchema.parse('wine') },
}
export const ANNAS = visitIdSchema.parse('harbour/1')
export const BEAS = visitIdSchema.parse('harbour/2')
export const refOf = (time: number): MessageRef => ({
  dialogue: 'set-aside',
  run: 'visit:1',
  step: 'offer',
  version: 1,
  time,
})
export const cardOf = (time: number): Card => ({
  ref: refOf(time),
  title: 'For Anna only',
  body: 'Personal.',
  asks: [{ response: 'yes', label: 'Yes' }],
  language: 'en',
})
export const say = (time: number): Say => ({ card: cardOf(time), slides: SLIDES })
export const known = (asking: number, visit = ANNAS, first = 'Anna'): SessionInput => ({
  is: 'identified',
  asking,
  reply: { is: 'known', visit, first, language: 'en', say: say(1) },
})

/** Takes inputs in turn, each some milliseconds after the last; ticks are the host's business and are made here too. */
export class Screen {
  session: Session
  now = 1_000_000
  effects: SessionEffect[] = []

  constructor(role: Session['role'] = 'kiosk') {
    this.session = newSession(role)
    this.take({ is: 'welcome', welcome: WELCOME })
  }
  take(...inputs: SessionInput[]): this {
    for (const input of inputs) {
      const stepped = step(this.session, input, this.now)
      this.session = stepped.session
      this.effects.push(...stepped.effects)
    }
    return this
  }
  /** Lets time pass; the alarm goes off whenever the session set it to. */
  wait(ms: number): this {
    const end = this.now + ms
    while (this.session.until !== undefined && this.session.until <= end) {
      this.now = this.session.until
      this.take({ is: 'tick' })
    }
    this.now = end
    return this
  }
  press(...presses: (ScreenInput | ScreenInput['press'])[]): this {
    for (const each of presses)
      this.take({ is: 'press', input: typeof each === 'string' ? screenInputSchema.parse({ press: each }) : each })
    return this
  }
  way(way: WayOut): this {
    return this.press({ press: 'way', way })
  }
  scan(text: string, symbology: 'ean13' | 'qr' = 'ean13'): this {
    return this.take({ is: 'device', event: { is: 'code', symbology, text } })
  }
  /** What was asked of the hub of this kind. */
  did<D extends SessionEffect['do']>(what: D): Extract<SessionEffect, { do: D }>[] {
    return this.effects.filter((effect): effect is Extract<SessionEffect, { do: D }> => effect.do === what)
  }
  get frame(): ScreenFrame {
    return frameOf(this.session, screenIdSchema.parse('screen-1'))
  }
  get is(): string {
    return stateOf(this.session).is
  }
  recognise(visit = ANNAS, first = 'Anna'): this {
    this.take({ is: 'device', event: { is: 'card', value: '770000000000' } })
    return this.take(known(this.session.asked, visit, first))
  }
}

/** Whether anything on the glass, or around it, is of somebody. */
export const isPersonal = (screen: Screen): boolean => /Anna|Bea|Personal/.test(JSON.stringify(screen.frame))
