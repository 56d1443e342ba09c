import type { Customer } from '@kairos/shared/customer'
import type { Playbook } from './playbook.ts'
import type { ZoneRules } from './time-zones.ts'

const UTC: ZoneRules = [[0, 0]]

/** The rules of the customer's home store's zone; UTC for one who has no home yet (rule E15). */
export function zoneRulesOf(playbook: Playbook, customer: Customer): ZoneRules {
  const { home } = customer.profile
  const zone = home === undefined ? undefined : playbook.chain.stores[home]?.timeZone
  return (zone === undefined ? undefined : playbook.zoneRules.get(zone)) ?? UTC
}
