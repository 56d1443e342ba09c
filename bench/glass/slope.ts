/** A straight line through points: its slope, and how far chance alone may have tilted it. */
export type Slope = { slope: number; error: number }

/**
 * Ordinary least squares: the slope of y over x, with its standard error, √(SSR / (n − 2) / Sxx). Points of a growing
 * program hang together in time, so the true error is rather larger.
 */
export function slopeOf(points: readonly { x: number; y: number }[]): Slope {
  if (points.length < 3) throw new Error(`a slope with an error needs three points, there are ${points.length}`)
  const n = points.length
  const mean = (of: (point: { x: number; y: number }) => number) => points.reduce((sum, p) => sum + of(p), 0) / n
  const [x, y] = [mean((p) => p.x), mean((p) => p.y)]
  const spread = mean((p) => (p.x - x) ** 2) * n
  if (spread === 0) throw new Error('all points have the same x')
  const slope = (mean((p) => (p.x - x) * (p.y - y)) * n) / spread
  const rest = mean((p) => (p.y - y - slope * (p.x - x)) ** 2) * n
  return { slope, error: Math.sqrt(rest / (n - 2) / spread) }
}
