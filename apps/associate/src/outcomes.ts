import { messageId } from '@kairos/shared/ids'
import type { TabletInput, TabletState } from '@kairos/shared/tablet-state'

/** What an associate reported of one prompt, until the hub's next state speaks for itself. */
export interface Outcome {
  input: TabletInput
  /** The words on the button that was pressed. */
  label: string
  /** `pending` is shown as if kept. A refused one gives the prompt back, with the reason. */
  is: 'pending' | 'kept' | 'refused'
  why?: string
}

export type Outcomes = ReadonlyMap<string, Outcome>

export const outcomeKey = ({ visit, ref }: Pick<TabletInput, 'visit' | 'ref'>): string => `${visit} ${messageId(ref)}`

export const begun = (outcomes: Outcomes, input: TabletInput, label: string): Outcomes =>
  new Map(outcomes).set(outcomeKey(input), { input, label, is: 'pending' })

export function settled(outcomes: Outcomes, key: string, reply: { kept: true } | { refused: string }): Outcomes {
  const outcome = outcomes.get(key)
  if (outcome?.is !== 'pending') return outcomes
  const next: Outcome = 'kept' in reply ? { ...outcome, is: 'kept' } : { ...outcome, is: 'refused', why: reply.refused }
  return new Map(outcomes).set(key, next)
}

/** The associate leaves a refused answer: the prompt is as it was. */
export function dropped(outcomes: Outcomes, key: string): Outcomes {
  const next = new Map(outcomes)
  next.delete(key)
  return next
}

/** A new state of the hub: what it no longer asks for need not be remembered. */
export function stillAsked(outcomes: Outcomes, state: TabletState): Outcomes {
  const asked = new Set<string>()
  for (const { visit, prompt } of state.visitors) {
    if (prompt !== undefined) asked.add(outcomeKey({ visit, ref: prompt.ref }))
  }
  return new Map([...outcomes].filter(([key]) => asked.has(key)))
}
