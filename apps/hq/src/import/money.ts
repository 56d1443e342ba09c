/** A price as the file has it, exact: `digits` / 10^`scale` of the currency's main unit. */
export type Price = { digits: bigint; scale: number }

/** No line of a shop's receipt is worth more minor units than this; sums of 2,000 of them stay exact. */
export const MAX_AMOUNT = 1_000_000_000_000

/** Reads `2.55` or, with `,` as the decimal mark, `2,55`. Undefined: not a number written so, or absurdly long. */
export function readPrice(text: string, decimal: '.' | ','): Price | undefined {
  if (text.length > 30) return undefined
  const [whole = '', fraction = '', ...more] = text.split(decimal)
  if (more.length > 0 || !/^-?\d+$/.test(whole) || !/^\d*$/.test(fraction)) return undefined
  return { digits: BigInt(whole + fraction), scale: fraction.length }
}

/**
 * Quantity times price in minor units, halves rounded up, by whole numbers alone: no float ever holds it.
 * @param minorDigits how many decimals the minor unit is: 2 for pence, 0 for yen
 */
export function amountOf(quantity: number, price: Price, minorDigits: number): number {
  const product = BigInt(quantity) * price.digits * 10n ** BigInt(minorDigits)
  const unit = 10n ** BigInt(price.scale)
  return Number((2n * product + unit) / (2n * unit))
}
