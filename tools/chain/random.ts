import { hash } from 'node:crypto'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/**
 * Seeded randomness: xoroshiro128+ (Blackman and Vigna, https://prng.di.unimi.it) as pure-rand has it.
 * Whatever is drawn for one thing (a customer, one of her visits) comes from a generator named after that
 * thing, so that it does not depend on what was drawn before.
 */
export class Random {
  readonly #generator: ReturnType<typeof xoroshiro128plus>

  constructor(seed: number, ...names: readonly (string | number)[]) {
    const digest = hash('sha256', [seed, ...names].join('\u0000'), 'buffer')
    this.#generator = xoroshiro128plus(digest.readInt32LE(0))
  }

  /** From 0 up to, not including, 1. */
  share(): number {
    return uniformFloat64(this.#generator)
  }

  chance(probability: number): boolean {
    return this.share() < probability
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.share() * (most - least + 1))
  }

  pick<T>(from: readonly T[]): T {
    return this.weighted(from.map((value) => ({ value, weight: 1 })))
  }

  weighted<T>(from: readonly { value: T; weight: number }[]): T {
    let left = this.share() * from.reduce((sum, { weight }) => sum + weight, 0)
    for (const { value, weight } of from) {
      left -= weight
      if (left < 0) return value
    }
    const last = from.at(-1)
    if (last === undefined) throw new Error('nothing to choose from')
    return last.value
  }

  /** Standard normal (Box and Muller, 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.share())) * Math.cos(2 * Math.PI * this.share())
  }

  /** Gamma with the given shape (from 1) and mean (Marsaglia and Tsang, 2000: A Simple Method for Generating Gamma Variables). */
  gamma(shape: number, mean: number): number {
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = this.normal()
      const v = (1 + c * x) ** 3
      if (v > 0 && Math.log(1 - this.share()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v * mean) / shape
    }
  }
}
