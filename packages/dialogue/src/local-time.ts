import type { Customer } from '@kairos/shared/customer'
import { DAY, HOUR, type Ms } from '@kairos/shared/time'
import type { Playbook } from './playbook.ts'
import { fromLocal, localDay, type ZoneRules } from './time-zones.ts'

/** A day's moment is in its morning, local time. */
const MORNING: Ms = 9 * HOUR

const UTC: ZoneRules = [[0, 0]]

/** The rules of the customer's home store's zone; UTC for one who has no home yet (rule E15). */
export function zoneRulesOf(playbook: Playbook, customer: Customer): ZoneRules {
  const { home } = customer.profile
  const zone = home === undefined ? undefined : playbook.chain.stores[home]?.timeZone
  return (zone === undefined ? undefined : playbook.zoneRules.get(zone)) ?? UTC
}

/** The moment of a day, so long ahead of its morning. The day is its midnight, as local time. */
export const morningOf = (rules: ZoneRules, day: Ms, ahead: Ms): Ms => fromLocal(rules, day + MORNING) - ahead

/** A day that is written `2025-03-27`, as local time. */
const dayOf = (date: string): Ms => Date.parse(`${date}T00:00Z`)

/** When the day of an occasion has ended where the customer is at home. */
export const endOfOccasion = (rules: ZoneRules, on: string): Ms => fromLocal(rules, dayOf(on) + DAY)

/**
 * So long ahead of the day of an occasion, as seen at a time: the moment that lies ahead; that time itself on the
 * moment's own day; nothing once that day has ended, for what is said for a day is not said after it.
 */
export function aheadOfOccasion(rules: ZoneRules, on: string, ahead: Ms, at: Ms): Ms | undefined {
  const moment = morningOf(rules, dayOf(on), ahead)
  if (moment >= at) return moment
  return localDay(rules, moment) === localDay(rules, at) ? at : undefined
}
