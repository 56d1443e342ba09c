import type { Customer } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import { eventIdSchema, messageId, type MessageRef } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import { advance, newCustomer, type Advanced, type Input } from '../advance.ts'
import { choose, type Choice, type Moment } from '../choose.ts'
import type { Channel } from '../language.ts'
import type { Playbooks, Step } from '../playbook.ts'
import { Agenda } from './agenda.ts'
import type { Ghost } from './ghost.ts'
import type { Answers } from './manners.ts'
import { deliver } from './post.ts'
import type { World } from './world.ts'

/** What is looked at while ghosts live. */
export type Watcher = {
  /** Something was folded. */
  folded(ghost: Ghost, input: Input, advanced: Advanced): void
  /** A screen or tablet asked what to say. */
  looked(ghost: Ghost, moment: Moment, choice: Choice): void
  /** A message is there: on a glass, said, in her mailbox. Each message once. */
  reached(ghost: Ghost, message: MessageRef, channel: Channel, at: Ms, customer: Customer): void
  /** A channel did not send what it was asked to: she withdrew her consent meanwhile. */
  stopped(ghost: Ghost, message: MessageRef, channel: Channel, at: Ms): void
}

export type Setting = {
  playbooks: Playbooks
  world: World
  from: Ms
  until: Ms
  answers: Answers
  /** The chance that a message makes her come of her own accord within some days. */
  persuasion: number
}

type Common = 'id' | 'customer' | 'at' | 'received' | 'history'
type Without<E, K extends PropertyKey> = E extends unknown ? Omit<E, K> : never
/** An event without what every event carries. */
export type Deed = Without<Event, Common>

/** One ghost's passage through the playbook: her events and the document's deadlines in the order of time. */
export class Life {
  readonly setting: Setting
  readonly ghost: Ghost
  readonly watcher: Watcher
  customer: Customer
  readonly #agenda = new Agenda<(at: Ms) => void>()
  readonly #reached = new Set<string>()
  #numbered = 0
  #now: Ms = 0

  constructor(setting: Setting, ghost: Ghost, watcher: Watcher) {
    this.setting = setting
    this.ghost = ghost
    this.watcher = watcher
    this.customer = newCustomer(setting.playbooks, ghost.id)
  }

  /** A number that no other deed of this life has. */
  number(): number {
    return ++this.#numbered
  }

  plan(at: Ms, act: (at: Ms) => void): void {
    this.#agenda.plan(Math.floor(at), act)
  }

  /**
   * Deadlines fold before what happens at the same time: they have been due since. One at a time, for what a
   * deadline sends may be answered before what was planned next.
   */
  live(): Customer {
    const { until } = this.setting
    for (;;) {
      const next = Math.min(this.#agenda.nextAt ?? until, until)
      if (this.#wake(next)) continue
      const act = this.#agenda.take(until)
      if (!act) return this.customer
      this.#now = act.at
      act.what(act.at)
    }
  }

  #wake(until: Ms): boolean {
    const due = this.customer.nextDue
    if (due === undefined || due > until) return false
    // What a late event left overdue is folded now: time never goes back.
    this.#now = Math.max(this.#now, due)
    this.#fold({ type: 'timePassed', at: this.#now })
    return true
  }

  /** Something that she does now, or of which is only learnt now. Before the beginning it is history. */
  does(deed: Deed, at: Ms, known = at): void {
    const { from } = this.setting
    const id = eventIdSchema.parse(`${this.ghost.id}/${this.number()}`)
    const common = { id, customer: this.ghost.id, at, received: Math.max(known, from) }
    this.#fold(at < from ? { ...common, history: true, ...deed } : { ...common, ...deed })
  }

  /** Asks the engine what to say, as a screen or a tablet does, and gives what it would say first. */
  look(moment: Moment): MessageRef | undefined {
    const choice = choose(this.setting.playbooks, this.customer, moment)
    this.watcher.looked(this.ghost, moment, choice)
    return choice.ranked[0]?.message
  }

  /** Counts a message once, when it is first there. */
  reach(message: MessageRef, channel: Channel, at: Ms): void {
    const id = messageId(message)
    if (this.#reached.has(id)) return
    this.#reached.add(id)
    this.watcher.reached(this.ghost, message, channel, at, this.customer)
  }

  stepOf({ dialogue, step, version }: MessageRef): Step | undefined {
    return this.setting.playbooks.version(version)?.dialogues.get(dialogue)?.steps.get(step)
  }

  #fold(input: Input): void {
    const advanced = advance(this.setting.playbooks, this.customer, input)
    this.customer = advanced.customer
    this.watcher.folded(this.ghost, input, advanced)
    deliver(this, advanced.effects)
  }
}
