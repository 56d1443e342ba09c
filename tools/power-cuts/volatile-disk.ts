import type { Random } from '../chain/random.ts'

/** What a disk writes whole or not at all, as old ones promise and no disk goes below. */
export const SECTOR = 512

/** What of its cache a disk still wrote as its power went. */
export const LOSSES = ['all', 'any sector', 'all from some moment on'] as const
export type Loss = (typeof LOSSES)[number]

type Write = { offset: number; data: Buffer }

/**
 * A disk with a cache that forgets: what was written is read back at once, and is on the medium only after a flush.
 * When the power goes, whatever was not flushed is lost or not, sector by sector, in any order: all that a disk is
 * allowed to do, and worse than most of them do.
 */
export class VolatileDisk {
  /** What the medium has, and what is read: the medium with the cache over it. */
  readonly #medium: Buffer
  readonly #seen: Buffer
  #cache: Write[] = []

  constructor(image: Buffer) {
    this.#medium = image
    this.#seen = Buffer.from(image)
  }

  get size(): number {
    return this.#medium.length
  }

  /** Whether a cut would come upon anything that is not on the medium. */
  get isWaiting(): boolean {
    return this.#cache.length > 0
  }

  read(offset: number, length: number): Buffer {
    return Buffer.from(this.#seen.subarray(offset, offset + length))
  }

  write(offset: number, data: Buffer): void {
    data.copy(this.#seen, offset)
    this.#cache.push({ offset, data: Buffer.from(data) })
  }

  /** Everything written so far is on the medium when this returns. */
  flush(): void {
    for (const { offset, data } of this.#cache) data.copy(this.#medium, offset)
    this.#cache = []
  }

  /** The power goes, and comes back. Tells how many sectors waited in the cache, and how many of them were lost. */
  cut(random: Random, loss: Loss): { waiting: number; lost: number } {
    const waiting = this.#cache.flatMap(sectorsOf)
    const kept = survivorsOf(waiting, random, loss)
    for (const { offset, data } of kept) data.copy(this.#medium, offset)
    this.#cache = []
    this.#medium.copy(this.#seen)
    return { waiting: waiting.length, lost: waiting.length - kept.length }
  }
}

function survivorsOf(waiting: readonly Write[], random: Random, loss: Loss): readonly Write[] {
  if (loss === 'all') return []
  if (loss === 'all from some moment on') return waiting.slice(0, random.whole(0, waiting.length))
  const share = random.share()
  return waiting.filter(() => random.chance(share))
}

function sectorsOf({ offset, data }: Write): Write[] {
  const count = Math.ceil(data.length / SECTOR)
  return Array.from({ length: count }, (_, n) => ({
    offset: offset + n * SECTOR,
    data: data.subarray(n * SECTOR, (n + 1) * SECTOR),
  }))
}
