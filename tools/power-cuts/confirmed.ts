import type { Found, Kind, Told } from './told.ts'

/** What the guests of one disk have confirmed so far, start by start; what a later start finds is held to it. */
export class Confirmed {
  readonly #starts = new Map<string, Map<Kind, number>>()
  #secret: string | undefined
  #folded = 0
  #applied = 0
  /** How much was confirmed in all, and how often what was found was held to it. */
  promises = 0
  looks = 0
  readonly problems: string[] = []

  /** Takes what a guest says; gives the problems that it shows. */
  take(told: Told): void {
    if ('failed' in told) this.#say(`the product’s code fails: ${told.failed}`)
    else if ('begins' in told) this.#starts.set(told.begins, new Map())
    else if ('secret' in told) this.#heldTo(told.secret)
    else if ('found' in told) this.#look(told.found)
    else {
      this.promises++
      const current = [...this.#starts.values()].at(-1)
      current?.set(told.did, told.upTo)
      if (told.did === 'folded') this.#folded = told.upTo
      if (told.did === 'applied') this.#applied = told.upTo
    }
  }

  #say(problem: string): void {
    this.problems.push(problem)
  }

  #heldTo(secret: string): void {
    if (this.#secret !== undefined && this.#secret !== secret) this.#say('the secrets are others than were promised')
    this.#secret = secret
  }

  #look(found: Found): void {
    this.looks++
    for (const said of found.integrity) if (said !== 'ok') this.#say(`a database is damaged: ${said}`)
    for (const [epoch, upTo] of this.#starts) {
      const promised = (kind: Kind) => upTo.get(kind) ?? 0
      const lacks = (what: string, has: number, kind: Kind) => {
        if (has < promised(kind)) this.#say(`${what} of ${epoch}: ${promised(kind)} were confirmed, ${has} are there`)
      }
      const [facts, events] = [found.facts[epoch], found.events[epoch]]
      lacks('the hub’s facts', facts?.last ?? 0, 'fact')
      lacks('HQ’s events', events?.last ?? 0, 'event')
      lacks('the hub’s facts at HQ', found.stored[epoch] ?? 0, 'stored')
      lacks('erasures', found.erased[epoch] ?? 0, 'erased')
      for (const [what, each] of [
        ['facts', facts],
        ['events', events],
      ] as const)
        if (each && each.count !== each.last)
          this.#say(`the ${what} of ${epoch} have a gap: ${each.count} of ${each.last}`)
      // Both lose their power at once: what HQ was told, the hub has known.
      if ((found.stored[epoch] ?? 0) > (facts?.last ?? 0))
        this.#say(`HQ has ${found.stored[epoch]} facts of ${epoch}, of which its hub knows ${facts?.last ?? 0}`)
    }
    if (found.folded < this.#folded)
      this.#say(`HQ’s changes: ${this.#folded} were confirmed, ${found.folded} are there`)
    if (found.applied < this.#applied)
      this.#say(`the hub’s cursor: ${this.#applied} was confirmed, ${found.applied} is there`)
    if (found.applied > found.folded)
      this.#say(`the hub has read up to ${found.applied}, HQ has come to ${found.folded} only`)
    if (found.secret !== undefined) this.#heldTo(found.secret)
  }
}
