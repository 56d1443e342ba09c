import type { Run } from '@kairos/shared/customer'
import type { EventOf } from '@kairos/shared/event'
import type { Ms } from '@kairos/shared/time'
import { restraintFor } from './contacts.ts'
import { note, type Draft } from './draft.ts'
import { ownValue } from './memory.ts'
import { NORMAL_MODE } from './playbook.ts'

/** From here on another mode of the policy holds for her. */
export function switchMode(draft: Draft, mode: string): void {
  if (mode === NORMAL_MODE) delete draft.customer.mode
  else draft.customer.mode = mode
}

/**
 * Grants an incentive (rule E16's life: granted, redeemed, expired). A held-out run grants none, nor does one
 * that is folded too late to begin anything, nor a mode without incentives: that is noted, for its cost is saved.
 */
export function grant(draft: Draft, run: Run, name: string, at: Ms): void {
  const incentive = ownValue(draft.playbooks.current.chain.incentives, name)
  if (run.held || !draft.fresh || incentive === undefined || draft.spent.includes(name)) return
  if (restraintFor(draft.playbooks, draft.customer).noIncentives) {
    note(draft, run, 'spared', at, name)
    return
  }
  // Granted again, the new one takes the old one's place: of all that was granted each comes to one end.
  const held = ownValue(draft.customer.incentives ?? {}, name)
  if (held) expireIncentive(draft, name, Math.min(at, held.expires))
  const expires = at + incentive.expires
  draft.customer.incentives = { ...draft.customer.incentives, [name]: { granted: at, expires } }
  draft.effects.push({ do: 'grant', incentive: name, dialogue: run.dialogue, run: run.occasion, at, expires })
}

function takeAway(draft: Draft, name: string): void {
  const { [name]: _, ...left } = draft.customer.incentives ?? {}
  if (Object.keys(left).length === 0) delete draft.customer.incentives
  else draft.customer.incentives = left
}

/** What was used up with a purchase, if it was hers and still held. */
export function redeem(draft: Draft, event: EventOf<'purchase'>): void {
  for (const name of event.redeemed ?? []) {
    const held = ownValue(draft.customer.incentives ?? {}, name)
    if (!held || event.at < held.granted || event.at > held.expires) continue
    takeAway(draft, name)
    draft.effects.push({ do: 'redeemed', incentive: name, at: event.at })
  }
}

export function expireIncentive(draft: Draft, name: string, at: Ms): void {
  takeAway(draft, name)
  draft.effects.push({ do: 'expired', incentive: name, at })
}
