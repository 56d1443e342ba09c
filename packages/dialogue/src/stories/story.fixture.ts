import { expect } from 'vitest'
import type { Customer } from '@kairos/shared/customer'
import { eventSchema } from '@kairos/shared/event'
import { customerIdSchema, storeIdSchema, type MessageRef, type ZoneId } from '@kairos/shared/ids'
import type { IdentityStrength } from '@kairos/shared/identity'
import { DAY, MINUTE, type Ms } from '@kairos/shared/time'
import { newCustomer, type Input } from '../advance.ts'
import type { Choice, Moment } from '../choose.ts'
import type { Effect, Happening } from '../draft.ts'
import type { Playbook, Playbooks } from '../playbook.ts'
import { currentMessage, isActive } from '../runs.ts'
import { chooseAt, fold, timePassed } from '../testing/fold.fixture.ts'
import { playbooksOf } from '../testing/small-chain.fixture.ts'
import { fromLocal, localDay, toLocal, type ZoneRules } from '../time-zones.ts'
import { agrees, isKnownAs, type Fact } from './happens.fixture.ts'
import { choiceLines, dateInWords, effectInWords, happeningInWords } from './story-words.fixture.ts'

/** Where a message can be chosen: her own screen, one that others see too, a tablet, the web site. */
const GLASSES = { private: 'her screen', public: 'aisle', associate: 'tablet', web: 'web site' } as const
type Glass = keyof typeof GLASSES

/**
 * One customer's story, told line by line. Times are written and read by the clocks of her home store, and
 * between two facts every deadline is folded at its own time, as head office would.
 */
export class Story {
  readonly lines: string[] = []
  readonly happened: Happening[] = []
  readonly effects: Effect[] = []
  customer: Customer
  readonly #playbooks: Playbooks
  readonly #rules: ZoneRules
  readonly #home: string
  #now: Ms = 0
  #began: Ms | undefined
  #visitBegan: Ms = 0
  #strength: IdentityStrength = 'held'
  #zone: ZoneId | undefined
  #facts = 0

  constructor(playbook: Playbook, id: string) {
    this.#playbooks = playbooksOf(playbook)
    this.customer = newCustomer(this.#playbooks, customerIdSchema.parse(id))
    const [[home, store] = ['', undefined]] = Object.entries(playbook.chain.stores)
    this.#home = home
    this.#rules = playbook.zoneRules.get(store?.timeZone ?? '') ?? [[0, 0]]
    this.lines.push(`${playbook.chain.chain}: the story of ${id}`)
  }

  /** She joins: what is known of her, and that she may be written to. */
  joins(when: string, profile: Record<string, string>): void {
    this.tell(when, 'joins', isKnownAs({ home: this.#home, ...profile }))
    this.tell(when, 'agrees to be written to', agrees())
  }

  /** A fact, after all that fell due before it. */
  tell(when: string, words: string, fact: Fact): void {
    const at = this.at(when)
    this.until(at)
    const n = ++this.#facts
    const named = { id: `fact-${n}`, customer: this.customer.id, at, received: at, store: this.#home }
    const event = eventSchema.parse({ ...named, receipt: String(n), visit: `visit-${n}`, ...fact })
    if (event.type === 'visit') {
      this.#visitBegan = at
      this.#strength = event.strength
      this.#zone = undefined
    }
    if (event.type === 'walked') this.#zone = event.zone
    this.#fold(at, words, event, true)
  }

  /** Nothing happens until then but what falls due. */
  waits(when: string): void {
    const at = this.at(when)
    this.until(at)
    this.lines.push(`${this.#date(at)}  so far`)
  }

  /** What these glasses would say to her now. */
  look(...glasses: Glass[]): void {
    for (const glass of glasses) {
      const said = choiceLines(this.choice(glass))
      this.lines.push(...said.map((line, n) => `      ${(n === 0 ? GLASSES[glass] : '').padEnd(10)} | ${line}`))
    }
  }

  choice(surface: Glass): Choice {
    const moment: Partial<Moment> = {
      surface,
      strength: this.#strength,
      visitBegan: this.#visitBegan,
      store: storeIdSchema.parse(this.#home),
      zone: this.#zone,
    }
    return chooseAt(this.#playbooks, this.customer, this.#now + MINUTE, moment)
  }

  /** `dialogue/step` of what a glass says now, the most fitting first. */
  says = (glass: Glass): string[] =>
    this.choice(glass).ranked.map(({ message }) => `${message.dialogue}/${message.step}`)

  /** The message that a dialogue waits on. */
  message(dialogue: string): MessageRef {
    const run = this.customer.runs.findLast((each) => each.dialogue === dialogue && isActive(each))
    if (!run) throw new Error(`${dialogue} is not under way`)
    return currentMessage(run)
  }

  /** Everything that was sent, in order: `2025-05-08 09:00 phone win-back/call`. */
  get sent(): string[] {
    return this.effects.flatMap((effect) =>
      effect.do === 'send'
        ? [`${this.#clock(effect.at)} ${effect.channel} ${effect.message.dialogue}/${effect.message.step}`]
        : [],
    )
  }

  /** How each run ended, in order: `win-back won`. */
  get endings(): string[] {
    return this.happened
      .filter(({ what }) => what === 'won' || what === 'lost' || what === 'over' || what === 'never')
      .map(({ dialogue, what }) => `${dialogue} ${what}`)
  }

  say(line: string): void {
    this.lines.push(line)
  }

  /** A time of her home store's clocks, such as `2025-01-07 21:40`. */
  at = (when: string): Ms => fromLocal(this.#rules, Date.parse(`${when.replace(' ', 'T')}:00Z`))

  /** Time passes, deadline by deadline. */
  until(at: Ms): void {
    if (at < this.#now) throw new Error('a story is told in order')
    for (let due = this.customer.nextDue; due !== undefined && due <= at; due = this.customer.nextDue)
      this.#fold(due, '(time passes)', timePassed(due), false)
    this.#now = at
  }

  /** Compares with the golden file; `vitest -u` writes it anew. */
  async isAsTold(name: string): Promise<void> {
    await expect(`${this.lines.join('\n')}\n`).toMatchFileSnapshot(`./golden/${name}.txt`)
  }

  #fold(at: Ms, words: string, input: Input, always: boolean): void {
    const { customer, effects, happened } = fold(this.#playbooks, this.customer, input)
    this.customer = customer
    this.#now = at
    this.#began ??= at
    this.effects.push(...effects)
    this.happened.push(...happened)
    if (!always && effects.length + happened.length === 0) return
    this.lines.push(
      `${this.#date(at)}  ${words}`,
      ...happened.map((each) => `        ${happeningInWords(each)}`),
      ...effects.map((each) => `        ${effectInWords(this.#playbooks.current, customer, each)}`),
    )
  }

  #date(at: Ms): string {
    const day = (localDay(this.#rules, at) - localDay(this.#rules, this.#began ?? at)) / DAY
    return `day ${String(day).padStart(3)}  ${dateInWords(this.#rules, at)}`
  }

  #clock = (at: Ms): string => new Date(toLocal(this.#rules, at)).toISOString().slice(0, 16).replace('T', ' ')
}
