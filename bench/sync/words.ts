import { loadavg } from 'node:os'

export const whole = (n: number): string => Math.round(n).toLocaleString('en')
export const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
export const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(share * (sorted.length - 1))] ?? 0
/** An aim, and whether it was met. */
export const verdict = (aim: string, met: boolean): string => `(aim ${aim}: ${met ? 'met' : 'MISSED'})`
/** How busy the machine is by the last minute's count of programs that want to run; beyond its cores, figures suffer. */
export const load = (): string => `load ${loadavg()[0]?.toFixed(1)}`

export const spread = (times: readonly number[]): { p50: number; p99: number; max: number } => {
  const sorted = times.toSorted((a, b) => a - b)
  return { p50: at(sorted, 0.5), p99: at(sorted, 0.99), max: sorted.at(-1) ?? 0 }
}
export const inMs = ({ p50, p99, max }: ReturnType<typeof spread>): string =>
  `p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)}, longest ${max.toFixed(1)} ms`

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
/** Looks until something is so; throws after a while, which is long: a busy machine is no failure. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
  every = 50,
  within = 900_000,
): Promise<T> {
  const end = Date.now() + within
  for (;;) {
    const seen = await look()
    if (seen !== undefined) return seen
    if (Date.now() > end) throw new Error(`${what}: not within ${within / 1000} s`)
    await pause(every)
  }
}
