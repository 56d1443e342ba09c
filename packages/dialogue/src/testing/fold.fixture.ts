import type { Customer, Run } from '@kairos/shared/customer'
import type { MessageRef } from '@kairos/shared/ids'
import { never } from '@kairos/shared/result'
import type { Ms } from '@kairos/shared/time'
import { advance, type Advanced, type Input } from '../advance.ts'
import { choose, type Choice, type Moment } from '../choose.ts'
import type { Effect } from '../draft.ts'
import type { Playbooks } from '../playbook.ts'
import { currentMessage } from '../runs.ts'

/** Freezes all that can be reached, so that changing what was handed in throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) deepFreeze(part)
  }
  return value
}

export const timePassed = (at: Ms): Input => ({ type: 'timePassed', at })

/** Folds one input after the other; what was handed in is frozen. Effects and happenings are gathered. */
export function fold(playbooks: Playbooks, customer: Customer, ...inputs: Input[]): Advanced {
  const all: Advanced = { customer, effects: [], happened: [] }
  for (const input of inputs) {
    const advanced = advance(playbooks, deepFreeze(all.customer), deepFreeze(input))
    all.customer = advanced.customer
    all.effects.push(...advanced.effects)
    all.happened.push(...advanced.happened)
  }
  return all
}

/** The only run of the dialogue; a test that has more, or none, is wrong. */
export function theRun(customer: Customer, dialogue = 'talk'): Run {
  const [run, ...more] = customer.runs.filter((each) => each.dialogue === dialogue)
  if (!run || more.length > 0) throw new Error(`${customer.runs.length} runs`)
  return run
}

export const theMessage = (customer: Customer, dialogue = 'talk'): MessageRef =>
  currentMessage(theRun(customer, dialogue))

/** Effects in a line each: `email talk/write/1 at 45d`. */
export const effectsInWords = (effects: readonly Effect[]): string[] => effects.map(effectInWords)

function effectInWords(effect: Effect): string {
  switch (effect.do) {
    case 'send':
      return `${effect.channel} ${effect.message.dialogue}/${effect.message.step}/${effect.message.time}`
    case 'withdraw':
      return `withdraw ${effect.dialogue}`
    case 'grant':
    case 'redeemed':
    case 'expired':
      return `${effect.do} ${effect.incentive}`
    default:
      return never(effect)
  }
}

/** Chooses for a held card at a kiosk, unless told otherwise. */
export const chooseAt = (playbooks: Playbooks, customer: Customer, at: Ms, more: Partial<Moment> = {}): Choice =>
  choose(playbooks, deepFreeze(customer), { at, surface: 'private', strength: 'held', visitBegan: at, ...more })

/** What is chosen, or why it is not: `talk/offer` or `talk/offer: cap`. */
export const choiceInWords = ({ ranked, withheld }: Choice): string[] => [
  ...ranked.map(({ message }) => `${message.dialogue}/${message.step}`),
  ...withheld.map(({ message, because }) => `${message.dialogue}/${message.step}: ${because}`),
]
