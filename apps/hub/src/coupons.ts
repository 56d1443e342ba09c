import type { PlaybookLibrary } from '@kairos/dialogue/library'
import { NOTHING_KNOWN, renderText } from '@kairos/dialogue/templates'
import { couponCode } from '@kairos/shared/coupon'
import type { Customer } from '@kairos/shared/customer'
import type { ChainKey } from '@kairos/shared/identity'
import type { Handover } from '@kairos/shared/screen-state'

/** What she holds after something that she did not hold before, to be taken along; the last of several. */
export function handoverOf(
  key: ChainKey,
  playbooks: PlaybookLibrary,
  before: Customer | undefined,
  after: Customer | undefined,
  /** The language that she chose; otherwise her own. */
  language = after?.profile.language,
): Handover | undefined {
  const had = before?.incentives ?? {}
  const fresh = Object.entries(after?.incentives ?? {}).filter(([name, { granted }]) => had[name]?.granted !== granted)
  const [incentive, held] = fresh.at(-1) ?? []
  if (!after || incentive === undefined || held === undefined) return undefined
  const name = playbooks.current.incentives.get(incentive)
  return {
    title: (name ? renderText(name, language, NOTHING_KNOWN) : incentive).slice(0, 80),
    body: '',
    code: couponCode(key, { customer: after.id, incentive, granted: held.granted }),
    until: held.expires,
  }
}

/** Which of her incentives a till's coupons are; `unknown`: those that are none of hers, or none any more. */
export function redeemedBy(
  key: ChainKey,
  customer: Customer | undefined,
  coupons: readonly string[],
): { redeemed: string[]; unknown: string[] } {
  const hers = new Map(
    Object.entries(customer?.incentives ?? {}).map(([incentive, { granted }]) => [
      customer ? couponCode(key, { customer: customer.id, incentive, granted }) : '',
      incentive,
    ]),
  )
  const told = [...new Set(coupons.map((code) => code.toUpperCase()))]
  return {
    redeemed: told.flatMap((code) => hers.get(code) ?? []),
    unknown: told.filter((code) => !hers.has(code)),
  }
}
