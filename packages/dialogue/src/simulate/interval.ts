/** So many of so many. */
export type Share = { of: number; won: number }

export type Uplift = { difference: number; low: number; high: number }

/** The 0.975 quantile of the normal distribution: 95 % two-sided. */
const Z = 1.959_963_984_540_054

/** Wilson's score interval of one proportion (E. B. Wilson, 1927). */
function wilson({ of, won }: Share): [low: number, high: number] {
  const share = won / of
  const z2 = Z * Z
  const middle = share + z2 / (2 * of)
  const spread = Z * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of))
  return [(middle - spread) / (1 + z2 / of), (middle + spread) / (1 + z2 / of)]
}

/**
 * The difference of two independent proportions with its 95 % interval: the hybrid score interval, method 10 of
 * R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine
 * 17 (1998), 873-890. It stays inside -1 to 1 and is fair for small groups, as hold-outs are.
 * Nothing where a group is empty.
 */
export function uplift(treated: Share, heldOut: Share): Uplift | undefined {
  if (treated.of === 0 || heldOut.of === 0) return undefined
  const [p1, p2] = [treated.won / treated.of, heldOut.won / heldOut.of]
  const [[low1, high1], [low2, high2]] = [wilson(treated), wilson(heldOut)]
  return {
    difference: p1 - p2,
    low: p1 - p2 - Math.hypot(p1 - low1, high2 - p2),
    high: p1 - p2 + Math.hypot(high1 - p1, p2 - low2),
  }
}
