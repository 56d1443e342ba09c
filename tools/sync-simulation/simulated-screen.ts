import type { Floor } from '@kairos/hub/floor'
import type { CustomerId, ScreenId, StoreId, VisitId } from '@kairos/shared/ids'
import type { Card } from '@kairos/shared/screen-state'
import type { Say } from '@kairos/shared/wire/hub-screen'
import type { Random } from '../chain/random.ts'
import type { SimulatedHub } from './simulated-hub.ts'
import type { Scheduler } from './scheduler.ts'
import { cardOf } from './who.ts'

/** What a screen told its hub; `kept` once the hub has said so. `token` is the time that it was shown for: no other has it. */
export type Told = {
  is: 'shown' | 'answer'
  screen: ScreenId
  message: Card['ref']
  token: number
  visit: VisitId
  response?: string
  kept: boolean
}

/** Where the tokens of all screens come from. */
export type Tokens = { next: number }

/**
 * A kiosk's or a cart's glass. It knows nothing but what its hub last told it, which may be old by now, and it
 * answers on that. A hub that is killed has not heard what was on its way, and a screen that loses its hub forgets
 * its session.
 */
export class SimulatedScreen {
  readonly screen: ScreenId
  readonly told: Told[] = []
  readonly #scheduler: Scheduler
  readonly #hub: SimulatedHub
  readonly #tokens: Tokens
  readonly #failed: (error: unknown) => void
  #session: { floor: Floor; visit: VisitId; card: Card | undefined; seen: boolean } | undefined

  constructor(
    scheduler: Scheduler,
    hub: SimulatedHub,
    screen: ScreenId,
    tokens: Tokens,
    failed: (error: unknown) => void,
  ) {
    this.#scheduler = scheduler
    this.#hub = hub
    this.screen = screen
    this.#tokens = tokens
    this.#failed = failed
  }

  get store(): StoreId {
    return this.#hub.store
  }

  /** Somebody holds her card, or keys its number. */
  identify(customer: CustomerId, strength: 'held' | 'claimed'): void {
    this.#ask(`${customer} at ${this.screen}`, (floor) =>
      floor.identify(this.screen, { identity: cardOf(customer), strength }),
    )((floor, known) => {
      if ('is' in known && known.is === 'known') this.#show(floor, known.visit, known.say)
    })
  }

  /** She looks at what is there, or presses something on it. False if nothing personal is there. */
  touch(random: Random): boolean {
    const { running } = this.#hub
    if (this.#session?.floor !== running?.floor) this.#session = undefined
    const session = this.#session
    if (!session?.card) return false
    const { card, visit } = session
    if (!session.seen || random.chance(0.2)) {
      session.seen = true
      this.#shown(visit, card)
    } else if (card.asks.length > 0) this.#answer(visit, card, random.pick(card.asks).response)
    return true
  }

  #show(floor: Floor, visit: VisitId, say: Say): void {
    this.#session = { floor, visit, card: say.card, seen: false }
  }

  #shown(visit: VisitId, { ref }: Card): void {
    const told = this.#tell({ is: 'shown', visit, message: ref })
    this.#ask(`${this.screen} has shown ${ref.dialogue}`, async (floor) =>
      floor.shown(this.screen, visit, ref, told.token),
    )((_, kept) => (told.kept = kept))
  }

  #answer(visit: VisitId, { ref }: Card, response: string): void {
    const told = this.#tell({ is: 'answer', visit, message: ref, response })
    this.#ask(`${this.screen} is answered ${response}`, async (floor) => floor.answer(visit, ref, response))(
      (floor, answered) => {
        told.kept = answered !== undefined
        if (answered) this.#show(floor, visit, answered.say)
      },
    )
  }

  #tell(what: Pick<Told, 'is' | 'visit' | 'message' | 'response'>): Told {
    const told = { ...what, screen: this.screen, token: ++this.#tokens.next, kept: false }
    this.told.push(told)
    return told
  }

  /** A question to the hub of now and its answer, each on its way for a while. */
  #ask<T>(what: string, question: (floor: Floor) => Promise<T>) {
    return (then: (floor: Floor, answer: T) => void): void => {
      const { running } = this.#hub
      if (!running) return
      const { life, floor } = running
      this.#scheduler.soon(life, what, () => {
        // What throws in an async function is a refusal: the screen hears of no success.
        const answering = (async () => question(floor))()
        answering.then(
          (answer) => this.#scheduler.soon(life, `${this.screen} hears of it`, () => then(floor, answer)),
          (error: unknown) => life.dead || this.#failed(error),
        )
      })
    }
  }
}
