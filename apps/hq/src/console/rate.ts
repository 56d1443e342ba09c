/** A share with the range in which the true one lies, 19 times of 20. */
export type Rate = { share: number; low: number; high: number }

/** 1.96 standard deviations: 95 % of a normal distribution. */
const Z = 1.959964

/**
 * Wilson's score interval for `won` of `all`; nothing of nothing has none. Unlike the textbook
 * interval it is honest for few cases and near 0 or 1 (E. B. Wilson, JASA 22, 1927).
 */
export function rateOf(won: number, all: number): Rate | undefined {
  if (all <= 0) return undefined
  const share = won / all
  const square = Z ** 2
  const middle = (share + square / (2 * all)) / (1 + square / all)
  const half = (Z * Math.sqrt((share * (1 - share)) / all + square / (4 * all ** 2))) / (1 + square / all)
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}
