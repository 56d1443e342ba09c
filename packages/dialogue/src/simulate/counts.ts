/** Counts under a name. */
export function count(counts: Record<string, number>, name: string, more = 1): void {
  counts[name] = (counts[name] ?? 0) + more
}

/** The value below which a share of the sorted values lies (the nearest rank). */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0

/** The same of a histogram: `counts[n]` things have the value n. */
export function quantileOf(counts: readonly number[], share: number): number {
  const all = counts.reduce((sum, n) => sum + n, 0)
  let seen = 0
  for (const [value, n] of counts.entries()) {
    seen += n
    if (seen >= share * all) return value
  }
  return 0
}
