import type { Customer } from '@kairos/shared/customer'
import type { Draft } from './draft.ts'

/** Whether all that an entry counts has been counted for this customer (rule E11). */
export const isKnown = ({ customer, playbooks }: Pick<Draft, 'customer' | 'playbooks'>, memory: string): boolean =>
  customer.filled >= (playbooks.current.memorySince.get(memory) ?? 0)

/** Memory without what is not known yet: a condition that looks at it has no answer, and begins nothing. */
export function knownMemory(draft: Pick<Draft, 'customer' | 'playbooks'>): Customer['memory'] {
  const { customer, playbooks } = draft
  if (customer.filled >= playbooks.current.version) return customer.memory
  return Object.fromEntries(Object.entries(customer.memory).filter(([name]) => isKnown(draft, name)))
}
