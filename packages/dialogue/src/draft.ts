import type { Customer, Run } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import type { MessageRef } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import { REMEMBER_CLOSED, REMEMBER_ENDED } from './limits.ts'
import type { Channel } from './language.ts'
import type { Playbooks } from './playbook.ts'

/** When something happened, and when this side learnt of it (never earlier). */
export type When = { at: Ms; known: Ms }
export const whenOf = (event: Event): When => ({ at: event.at, known: Math.max(event.at, event.received) })
/** Deadlines are folded at their own time. */
export const onTime = (at: Ms): When => ({ at, known: at })

/** Something the engine wants done in the world. Data, never an action. */
export type Effect =
  | { do: 'send'; channel: Channel; message: MessageRef; at: Ms }
  /** Whatever this run asked to send at `since` or later and that has not gone yet stays unsent. */
  | { do: 'withdraw'; dialogue: string; run: string; since: Ms }
  /** Something of value is hers until `expires`; later it is redeemed or expires. */
  | { do: 'grant'; incentive: string; dialogue: string; run: string; at: Ms; expires: Ms }
  | { do: 'redeemed' | 'expired'; incentive: string; at: Ms }

/** What came about in the customer's dialogues, for timelines and reports. */
export type Happening = {
  what: 'begun' | 'step' | 'answer' | 'won' | 'lost' | 'over' | 'never' | 'full' | 'withheld' | 'spared' | 'moved'
  dialogue: string
  run: string
  /** The step, the response, or why something was withheld. */
  detail?: string
  heldOut: boolean
  at: Ms
}

/**
 * One advance under way. Its customer is a copy of the one handed in: fields of it are assigned anew. What they hold is
 * shared with the one handed in, and is never changed in place.
 */
export type Draft = {
  readonly playbooks: Playbooks
  readonly customer: Customer
  readonly effects: Effect[]
  readonly happened: Happening[]
  /** False while folding what is too old to begin or send anything (rule E10). */
  readonly fresh: boolean
  /** Incentives of which nothing is left to grant (rule E16). */
  readonly spent: readonly string[]
  /** How deep endings may still begin dialogues that end at once and begin others. */
  chain: number
  /** The earliest deadline as last found, and what it was found in. */
  found: Pick<Customer, 'runs' | 'waits' | 'incentives' | 'nextDue'>
}

export const draftOf = (
  playbooks: Playbooks,
  customer: Customer,
  { fresh, chain, spent = [] }: { fresh: boolean; chain: number; spent?: readonly string[] | undefined },
): Draft => ({
  playbooks,
  customer: { ...customer },
  effects: [],
  happened: [],
  fresh,
  spent,
  chain,
  found: customer,
})

/** The customer as the draft leaves her. */
export function finished(draft: Draft): Customer {
  const due = earliestDeadline(draft)
  if (due === undefined) {
    const { nextDue: _, ...customer } = draft.customer
    return customer
  }
  draft.customer.nextDue = due
  return draft.customer
}

/** Puts a changed run in the old one's place; the customer handed in from outside stays as it was. */
export function replaceRun(draft: Draft, old: Run, changed: Run): Run {
  draft.customer.runs = draft.customer.runs.map((run) => (run === old ? changed : run))
  return changed
}

export function note(draft: Draft, run: Run, what: Happening['what'], at: Ms, detail?: string): void {
  const happening = { what, dialogue: run.dialogue, run: run.occasion, heldOut: run.held === true, at }
  draft.happened.push(detail === undefined ? happening : { ...happening, detail })
}

/** When an ended run is forgotten (rule E5). */
export const forgottenAt = ({ at, how, goal }: NonNullable<Run['ended']>): Ms =>
  at + (goal || how === 'never' ? REMEMBER_CLOSED : REMEMBER_ENDED)

/** The earliest of the document's deadlines: silence, delay, a run's expiry, what is to begin, incentives, runs to forget. */
export function earliestDeadline(draft: Draft): Ms | undefined {
  const { found, customer } = draft
  const { runs, waits, incentives } = customer
  // Asked after every fold, and most folds leave them all alone.
  if (found.runs !== runs || found.waits !== waits || found.incentives !== incentives) {
    const nextDue = earliestIn(customer)
    draft.found = { runs, waits, ...(incentives && { incentives }), ...(nextDue !== undefined && { nextDue }) }
  }
  return draft.found.nextDue
}

function earliestIn(customer: Customer): Ms | undefined {
  let earliest: Ms | undefined
  const consider = (at: Ms | undefined) => {
    if (at !== undefined && (earliest === undefined || at < earliest)) earliest = at
  }
  for (const run of customer.runs) {
    if (run.ended) consider(forgottenAt(run.ended))
    else {
      consider(run.due)
      consider(run.expires)
    }
  }
  // Names are walked through without making a list of them first.
  for (const key in customer.waits) consider(customer.waits[key])
  for (const name in customer.incentives) consider(customer.incentives[name]?.expires)
  return earliest
}
