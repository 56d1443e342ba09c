import type { Profile } from '@kairos/shared/event'
import type { Dialogue } from './playbook.ts'

/** The profile's fields that audiences are commonly told apart by. */
const FIELDS = ['home', 'tier', 'language'] as const
type Field = (typeof FIELDS)[number]
/** An audience that can only be those whose field has this value. */
export type Gate = { field: Field; value: string }

export const isGateField = (name: string): name is Field => FIELDS.some((field) => field === name)

/**
 * Dialogues that something may begin, in the order of their files. Those whose audience is gated by a value of
 * the profile are looked up by it, so that a chain with hundreds of dialogues for its stores and tiers pays for
 * the few that may concern a customer. What a gate leaves out, its condition would have refused.
 */
export class Candidates {
  readonly #all: readonly Dialogue[]
  readonly #fields: readonly Field[]
  /** By the values of the fields that gate anything. */
  readonly #known = new Map<string, readonly Dialogue[]>()

  constructor(dialogues: readonly Dialogue[]) {
    this.#all = dialogues
    this.#fields = FIELDS.filter((field) => dialogues.some(({ gate }) => gate?.field === field))
  }

  for(profile: Profile): readonly Dialogue[] {
    if (this.#fields.length === 0) return this.#all
    const key = this.#fields.map((field) => profile[field] ?? '').join('\u0000')
    const known = this.#known.get(key)
    if (known) return known
    const found = this.#all.filter(({ gate }) => gate === undefined || profile[gate.field] === gate.value)
    // Values come from profiles, so their combinations are few; a flood of strange ones is not kept.
    if (this.#known.size < 1000) this.#known.set(key, found)
    return found
  }
}
