import type { Customer } from '@kairos/shared/customer'
import type { Profile } from '@kairos/shared/event'
import type { Draft } from './draft.ts'

/** Her profile as far as it is hers: what is personal is nobody's where several share an identity (rule E19). */
export function knownProfile({ profile }: Pick<Customer, 'profile'>): Profile {
  if (profile.household !== true) return profile
  const { birthday: _birthday, size: _size, ...shared } = profile
  return shared
}

/**
 * Whether all that an entry counts has been counted for this customer (rule E11), and is hers alone (rule E19).
 */
export const isKnown = ({ customer, playbooks }: Pick<Draft, 'customer' | 'playbooks'>, memory: string): boolean =>
  customer.profile.household !== true && customer.filled >= (playbooks.current.memorySince.get(memory) ?? 0)

/** Memory without what is not known yet: a condition that looks at it has no answer, and begins nothing. */
export function knownMemory(draft: Pick<Draft, 'customer' | 'playbooks'>): Customer['memory'] {
  const { customer, playbooks } = draft
  if (customer.filled >= playbooks.current.version && customer.profile.household !== true) return customer.memory
  return Object.fromEntries(Object.entries(customer.memory).filter(([name]) => isKnown(draft, name)))
}
