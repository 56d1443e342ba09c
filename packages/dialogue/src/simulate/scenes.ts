import type { Customer } from '@kairos/shared/customer'
import { eventIdSchema } from '@kairos/shared/ids'
import { fail, ok, type Result } from '@kairos/shared/result'
import { HOUR, type Ms } from '@kairos/shared/time'
import { advance, newCustomer, type Advanced, type Input } from '../advance.ts'
import { choose, type Choice, type Moment } from '../choose.ts'
import { zoneRulesOf } from '../local-time.ts'
import type { Playbooks } from '../playbook.ts'
import { fromLocal } from '../time-zones.ts'
import { eventFrom, type Visiting } from './story-events.ts'
import { localTimeOf, type Entry, type StoryFile } from './story-file.ts'

/** What a screen or tablet would say, or the reasons why not. */
export type Look = { where: 'kiosk' | 'aisle' | 'tablet' | 'web'; choice: Choice }

/** One thing that happened in a story: what was folded (nothing where one only looks), and what came of it. */
export type Scene = {
  at: Ms
  input: Input | undefined
  before: Customer
  advanced: Advanced
  looks: Look[]
}

/** Somebody who has not left has gone by then. */
const LONGEST_VISIT = 4 * HOUR

/** Plays a story through the engine. Fails where it speaks of what did not happen, in words with the line. */
export function play(playbooks: Playbooks, file: StoryFile): Result<Scene[], string[]> {
  const player = new Player(playbooks, file)
  const problems: string[] = []
  file.source.events.forEach((entry, index) => {
    const problem = player.play(entry)
    if (problem !== undefined) problems.push(`${file.file}:${file.lineOf(['events', index]) ?? 1} ${problem}`)
  })
  return problems.length > 0 ? fail(problems) : ok(player.scenes)
}

class Player {
  readonly scenes: Scene[] = []
  readonly #playbooks: Playbooks
  readonly #file: StoryFile
  #customer: Customer
  #visiting: Visiting | undefined
  #now: Ms = 0
  #numbered = 0

  constructor(playbooks: Playbooks, file: StoryFile) {
    this.#playbooks = playbooks
    this.#file = file
    const { customer, consent, begins } = file.source
    const { id, ...profile } = customer
    this.#customer = newCustomer(playbooks, id)
    const at = `${begins}T00:00`
    this.play({ at, event: 'profile', profile })
    if (consent !== undefined) this.play({ at, event: 'consent', given: consent })
  }

  /** Gives what is wrong with the entry. */
  play(entry: Entry): string | undefined {
    const at = this.#timeOf(entry.at)
    const received = entry.received === undefined ? at : this.#timeOf(entry.received)
    if (received < this.#now) return `at: ${entry.at} is before what came earlier in the story`
    if (received < at) return `received: ${entry.received} is before it happened`
    this.#wake(received)
    this.#now = received
    if (entry.event === 'wait') {
      this.#scene(undefined, received)
      return undefined
    }
    const id = eventIdSchema.parse(`story/${++this.#numbered}`)
    const common = { id, customer: this.#customer.id, at, received }
    const event = eventFrom(entry, common, this.#customer, this.#visiting, this.#playbooks.current)
    if (!event.ok) return event.error
    const { value } = event
    if (value.type === 'visit')
      this.#visiting = { visit: value.visit, store: value.store, began: at, strength: value.strength }
    if (value.type === 'walked' && this.#visiting) this.#visiting = { ...this.#visiting, zone: value.zone }
    if (value.type === 'left') this.#visiting = undefined
    this.#scene(value, received)
    return undefined
  }

  /** Stories are told in the time of her home store. */
  #timeOf(text: string): Ms {
    const { customer } = this.#file.source
    const rules = zoneRulesOf(this.#playbooks.current, { ...this.#customer, profile: customer })
    return fromLocal(rules, localTimeOf(this.#file.source, text))
  }

  #wake(until: Ms): void {
    for (let due = this.#customer.nextDue; due !== undefined && due <= until; due = this.#customer.nextDue) {
      // What a late event left overdue is folded now: time never goes back.
      const at = Math.max(due, this.#now)
      this.#scene({ type: 'timePassed', at }, at)
    }
  }

  #scene(input: Input | undefined, at: Ms): void {
    const before = this.#customer
    const nothing: Advanced = { customer: before, effects: [], happened: [] }
    const advanced = input === undefined ? nothing : advance(this.#playbooks, before, input)
    this.#customer = advanced.customer
    this.scenes.push({ at, input, before, advanced, looks: this.#looks(at, input) })
  }

  #looks(at: Ms, input: Input | undefined): Look[] {
    if (input?.type === 'webVisit') {
      const moment = { at, surface: 'web', strength: 'held', visitBegan: at } as const
      return [{ where: 'web', choice: choose(this.#playbooks, this.#customer, moment) }]
    }
    const visiting = this.#visiting
    if (!visiting || at > visiting.began + LONGEST_VISIT) return []
    const look = (where: Look['where'], surface: Moment['surface']): Look => ({
      where,
      choice: choose(this.#playbooks, this.#customer, {
        at,
        surface,
        strength: visiting.strength,
        visitBegan: visiting.began,
        store: visiting.store,
        zone: visiting.zone,
      }),
    })
    return [look('kiosk', 'private'), look('aisle', 'public'), look('tablet', 'associate')]
  }
}
