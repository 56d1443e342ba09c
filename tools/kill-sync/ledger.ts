import type { Event } from '@kairos/shared/event'
import type { CustomerId, MessageRef } from '@kairos/shared/ids'

/**
 * What somebody outside asked for, and what was confirmed to them. A confirmed fact must be at HQ in the end; one
 * without an answer (killed, cut off) may be, and none may be there more often than it was asked for.
 */
export class Ledger {
  readonly #facts = new Map<string, { least: number; most: number }>()
  confirmed = 0
  unanswered = 0
  /** Visits are named by the hub: of one that was not answered the name is unknown. */
  unnamedVisits = 0

  /** Asks for something that happens anew each time that it is asked for; `ask` tells whether it was confirmed. */
  async each(name: string, ask: () => Promise<boolean>): Promise<boolean> {
    const fact = this.#fact(name)
    fact.most++
    const isDone = await ask()
    if (isDone) fact.least++
    this.#count(isDone)
    return isDone
  }

  /** Asks for things that happen once each, however often they are asked for. */
  async once(names: readonly string[], ask: () => Promise<boolean>): Promise<boolean> {
    for (const name of names) this.#fact(name).most = 1
    const isDone = await ask()
    if (isDone) for (const name of names) this.#fact(name).least = 1
    for (const _ of names) this.#count(isDone)
    return isDone
  }

  #count(isDone: boolean): void {
    if (isDone) this.confirmed++
    else this.unanswered++
  }

  #fact(name: string): { least: number; most: number } {
    const fact = this.#facts.get(name) ?? { least: 0, most: 0 }
    this.#facts.set(name, fact)
    return fact
  }

  /** What HQ lacks, has too often, or has although nobody asked for it. */
  problems(atHq: readonly string[]): string[] {
    const times = new Map<string, number>()
    for (const name of atHq) times.set(name, (times.get(name) ?? 0) + 1)
    const problems: string[] = []
    for (const [name, { least, most }] of this.#facts) {
      const there = times.get(name) ?? 0
      if (there < least) problems.push(`${name} was confirmed ${least} times, HQ has it ${there} times`)
      if (there > most) problems.push(`${name} was asked for ${most} times, HQ has it ${there} times`)
    }
    const unasked = [...times.keys()].filter((name) => !this.#facts.has(name))
    const visits = new Set(unasked.filter((name) => name.startsWith('visit ')).map((name) => name.slice(6)))
    if (visits.size > this.unnamedVisits)
      problems.push(`HQ has ${visits.size} visits that were confirmed to nobody; ${this.unnamedVisits} were asked for`)
    for (const name of unasked.filter((name) => !name.startsWith('visit ') && !name.startsWith('left ')))
      problems.push(`HQ has ${name}, which nobody asked for`)
    for (const [name, there] of times)
      if (name.startsWith('left ') && there > 1) problems.push(`${name} ${there} times`)
    return problems
  }
}

const ofMessage = ({ dialogue, run, step, version, time }: MessageRef): string =>
  [dialogue, run, step, version, time].join('/')

/** What each kind of fact is called, by those who ask for it and by what HQ has of it. */
export const names = {
  event: (id: string) => `event ${id}`,
  visit: (visit: string) => `visit ${visit}`,
  left: (visit: string) => `left ${visit}`,
  walked: (visit: string, zone: string) => `walked ${visit} to ${zone}`,
  /** Whoever shows something for so long tells each showing apart by that. */
  shown: (screen: string, forMs: number) => `shown at ${screen} for ${forMs}`,
  response: (customer: CustomerId, message: MessageRef, response: string, by: string) =>
    `${customer} to ${ofMessage(message)}: ${response}, by ${by}`,
}

/** What an event that HQ has is called. `customer`: whose it is there. */
export function nameOf(event: Event, customer: CustomerId): string {
  if (event.type === 'visit') return names.visit(event.visit)
  if (event.type === 'left') return names.left(event.visit)
  if (event.type === 'walked') return names.walked(event.visit, event.zone)
  if (event.type === 'shown') return names.shown(event.screen, event.for)
  if (event.type === 'response') return names.response(customer, event.message, event.response, event.by)
  return names.event(event.id)
}
