import type { Ms } from '@kairos/shared/time'
import type { Uplift } from './interval.ts'

/** Plain data, the same for the same playbook, options and seed. Times in ms, shares from 0 to 1. */
export type Report = {
  chain: string
  customers: number
  days: number
  seed: number
  from: Ms
  /** What was folded, deadlines included, and how often a screen or tablet asked what to say. */
  folded: number
  looked: number
  consenting: number
  perWeek: PerWeek
  channels: Record<string, { messages: number; customers: number; byWeek: number[]; byHour: number[] }>
  dialogues: Record<string, DialogueReport>
  withheld: {
    /** Sends that the engine withheld, by reason. */
    sending: Record<string, number>
    /** Sends that a channel stopped, because consent was withdrawn after they were asked for. */
    stopped: number
    /** Messages that waited and were not said, by surface and reason; each counts once a reason and surface. */
    glass: Record<string, Record<string, number>>
  }
  incentives: Record<string, { granted: number; redeemed: number; expired: number; spared: number }>
  /** Documents, as JSON in bytes, at the end. */
  documents: { median: number; p95: number; largest: number }
}

/** Messages that reached one customer in one week, over all customers and all whole weeks of their membership. */
export type PerWeek = {
  weeks: number
  mean: number
  median: number
  p95: number
  most: number
  /** `share[n]` of the weeks had n messages; the last stands for itself and all above. */
  share: number[]
}

export type Outcomes = { begun: number; won: number; lost: number; over: number; never: number; running: number }

export type DialogueReport = {
  treated: Outcomes
  heldOut: Outcomes
  /** Beginnings that found the document full. */
  full: number
  /** Customers who had at least one run that spoke. */
  customers: number
  goal: {
    /** So many days are given to reach it, alike to those spoken to and those held out. */
    within: number
    /** Each customer's first run, if it began early enough to be judged. */
    treated: { of: number; won: number }
    heldOut: { of: number; won: number }
    uplift: Uplift | undefined
  }
  steps: Record<string, StepReport>
}

/** Runs that speak only; held-out runs go the way of silence. */
export type StepReport = {
  channel: string
  reached: number
  /** Messages that were there: sent, on a glass, said; and the customers they were for. */
  messages: number
  customers: number
  first: Ms | undefined
  last: Ms | undefined
  /** How often each response moved on, or came. */
  responses: Record<string, number>
  /** What else ended the stay: silence (or a branch's choice), the goal, something that ended the run. */
  silence: number
  goal: number
  waiting: number
  /** Mean and longest stay of those who left, in ms. */
  stay: { mean: Ms; longest: Ms }
  withheld: Record<string, number>
}

export const noOutcomes = (): Outcomes => ({ begun: 0, won: 0, lost: 0, over: 0, never: 0, running: 0 })

export const noStep = (step: { is: 'branch' } | { is: 'say'; channel: string }): StepReport => ({
  channel: step.is === 'say' ? step.channel : 'branch',
  reached: 0,
  messages: 0,
  customers: 0,
  first: undefined,
  last: undefined,
  responses: {},
  silence: 0,
  goal: 0,
  waiting: 0,
  stay: { mean: 0, longest: 0 },
  withheld: {},
})
