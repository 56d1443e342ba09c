import type { Customer } from '@kairos/shared/customer'
import type { MessageRef } from '@kairos/shared/ids'
import { never } from '@kairos/shared/result'
import { DAY, type Ms } from '@kairos/shared/time'
import type { Advanced, Input } from '../advance.ts'
import type { Choice, Moment } from '../choose.ts'
import type { Effect } from '../draft.ts'
import type { Channel } from '../language.ts'
import type { Playbooks } from '../playbook.ts'
import { count, quantile } from './counts.ts'
import { DialoguesLedger } from './dialogues-ledger.ts'
import { ghostOf, type Ghost } from './ghost.ts'
import { plan } from './habits.ts'
import { Life, type Setting, type Watcher } from './life.ts'
import type { Answers } from './manners.ts'
import { MessagesLedger } from './messages-ledger.ts'
import type { Report } from './report.ts'
import { worldOf } from './world.ts'

export type SimulateOptions = {
  customers: number
  days: number
  seed: number
  /** The first day's midnight, UTC. */
  from: Ms
  /** Weights of responses where the author knows better than the defaults. */
  answers?: Answers
  /** The chance that a message brings her in of her own accord; 0 makes every hold-out equal. */
  persuasion?: number
  /** Also told of everything, for progress and for tests. */
  watcher?: Partial<Watcher> & { lived?(customer: Customer, done: number): void }
}

const PERSUASION = 0.04

/** Ghost customers live through a playbook, one whole life after the other. The same in, the same out. */
export function simulate(playbooks: Playbooks, options: SimulateOptions): Report {
  const { customers, days, seed, from } = options
  const until = from + days * DAY
  const world = worldOf(playbooks.current, seed, from, until)
  const { answers = {}, persuasion = PERSUASION } = options
  const setting: Setting = { playbooks, world, from, until, answers, persuasion }
  const ledger = new Ledger(playbooks, options, until)
  for (let n = 1; n <= customers; n++) {
    const ghost = ghostOf(world, seed, n, from, until)
    const life = new Life(setting, ghost, ledger)
    plan(life)
    ledger.lifeEnded(ghost, life.live())
    options.watcher?.lived?.(life.customer, n)
  }
  return ledger.report()
}

/** Counts all that happens, and passes it on to whoever else watches. */
class Ledger implements Watcher {
  readonly #options: SimulateOptions
  readonly #chain: string
  readonly #dialogues: DialoguesLedger
  readonly #messages: MessagesLedger
  readonly #sending: Record<string, number> = {}
  readonly #incentives: Report['incentives'] = {}
  readonly #documents: number[] = []
  #folded = 0
  #looked = 0
  #stopped = 0
  #consenting = 0

  constructor({ current }: Playbooks, options: SimulateOptions, until: Ms) {
    this.#options = options
    this.#chain = current.chain.chain
    this.#dialogues = new DialoguesLedger(current, until)
    this.#messages = new MessagesLedger(options.from, until)
  }

  folded(ghost: Ghost, input: Input, advanced: Advanced): void {
    this.#folded++
    this.#dialogues.folded(input, advanced)
    for (const { what, detail = '' } of advanced.happened) {
      if (what === 'withheld') count(this.#sending, detail)
      if (what === 'spared') this.#incentive(detail).spared++
    }
    for (const effect of advanced.effects) this.#effect(effect)
    this.#options.watcher?.folded?.(ghost, input, advanced)
  }

  #incentive(name: string) {
    return (this.#incentives[name] ??= { granted: 0, redeemed: 0, expired: 0, spared: 0 })
  }

  #effect(effect: Effect): void {
    switch (effect.do) {
      case 'grant':
        this.#incentive(effect.incentive).granted++
        break
      case 'redeemed':
      case 'expired':
        this.#incentive(effect.incentive)[effect.do]++
        break
      case 'send':
      case 'withdraw':
        // Counted when it is there, not when it is asked for.
        break
      default:
        never(effect)
    }
  }

  looked(ghost: Ghost, moment: Moment, choice: Choice): void {
    this.#looked++
    this.#messages.looked(moment, choice)
    this.#options.watcher?.looked?.(ghost, moment, choice)
  }

  reached(ghost: Ghost, message: MessageRef, channel: Channel, at: Ms, customer: Customer): void {
    this.#dialogues.reached(message, at)
    this.#messages.reached(channel, at)
    this.#options.watcher?.reached?.(ghost, message, channel, at, customer)
  }

  stopped(ghost: Ghost, message: MessageRef, channel: Channel, at: Ms): void {
    this.#stopped++
    this.#options.watcher?.stopped?.(ghost, message, channel, at)
  }

  lifeEnded(ghost: Ghost, customer: Customer): void {
    this.#dialogues.lifeEnded()
    this.#messages.lifeEnded(ghost.joined)
    if (ghost.consents) this.#consenting++
    this.#documents.push(JSON.stringify(customer).length)
  }

  report(): Report {
    const { customers, days, seed, from } = this.#options
    const documents = this.#documents.toSorted((a, b) => a - b)
    return {
      chain: this.#chain,
      customers,
      days,
      seed,
      from,
      folded: this.#folded,
      looked: this.#looked,
      consenting: this.#consenting,
      perWeek: this.#messages.perWeek(),
      channels: this.#messages.channels,
      dialogues: this.#dialogues.report(),
      withheld: { sending: this.#sending, stopped: this.#stopped, glass: this.#messages.glass },
      incentives: this.#incentives,
      documents: {
        median: quantile(documents, 0.5),
        p95: quantile(documents, 0.95),
        largest: documents.at(-1) ?? 0,
      },
    }
  }
}
