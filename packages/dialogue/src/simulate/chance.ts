import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/**
 * Seeded chance: xoroshiro128+ (Blackman and Vigna, https://prng.di.unimi.it) as pure-rand has it. What is
 * drawn for one thing comes from a generator named after that thing, so that a ghost's life does not depend
 * on how many other ghosts there are.
 */
export class Chance {
  readonly #generator: ReturnType<typeof xoroshiro128plus>

  constructor(seed: number, ...names: readonly (string | number)[]) {
    const digest = sha256(utf8ToBytes([seed, ...names].join('\u0000')))
    this.#generator = xoroshiro128plus(new DataView(digest.buffer, digest.byteOffset).getInt32(0))
  }

  /** From 0 up to, not including, 1. */
  share(): number {
    return uniformFloat64(this.#generator)
  }

  happens(probability: number): boolean {
    return this.share() < probability
  }

  /** Evenly between two numbers, whole. */
  between(least: number, most: number): number {
    return Math.floor(least + this.share() * (most - least))
  }

  pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.share() * from.length)]
  }

  /** One of the values, each as likely as its weight; nothing where all weights are 0. */
  weighted<T>(from: readonly { value: T; weight: number }[]): T | undefined {
    let left = this.share() * from.reduce((sum, { weight }) => sum + weight, 0)
    for (const { value, weight } of from) {
      left -= weight
      if (left < 0) return value
    }
    return undefined
  }

  /** Exponential with this mean: what comes with no memory of when it last came. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.share())
  }

  /** Erlang of order 2 with this mean: gaps that are more regular than pure chance and less than a habit. */
  rhythm(mean: number): number {
    return this.exponential(mean / 2) + this.exponential(mean / 2)
  }

  /** Standard normal (Box and Muller, 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.share())) * Math.cos(2 * Math.PI * this.share())
  }
}
