import { hash } from 'node:crypto'

const FIRST_SLOTS = 1 << 12

/**
 * Which texts were seen, in 16 to 32 bytes each, so that a log of ten million receipts fits in memory.
 * Open addressing over 64-bit fingerprints (the first 8 bytes of SHA-256). Among ten million texts two
 * share a fingerprint with a probability of 3 in a million; the second would pass for seen.
 */
export class Fingerprints {
  #slots = new Uint32Array(2 * FIRST_SLOTS)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** True when the text is new. */
  add(text: string): boolean {
    const digest = hash('sha256', text, 'buffer')
    // All zeros marks a free slot, so no fingerprint may be that.
    const added = Fingerprints.#put(this.#slots, digest.readUInt32LE(0), digest.readUInt32LE(4) || 1)
    if (added) this.#size += 1
    if (this.#size * 4 > this.#slots.length) this.#grow()
    return added
  }

  #grow(): void {
    const larger = new Uint32Array(this.#slots.length * 2)
    for (let i = 0; i < this.#slots.length; i += 2) {
      const [high = 0, low = 0] = this.#slots.subarray(i, i + 2)
      if (low !== 0) Fingerprints.#put(larger, high, low)
    }
    this.#slots = larger
  }

  static #put(slots: Uint32Array, high: number, low: number): boolean {
    const mask = slots.length - 1
    for (let i = (high * 2) & mask; ; i = (i + 2) & mask) {
      if (slots[i + 1] === 0) {
        slots[i] = high
        slots[i + 1] = low
        return true
      }
      if (slots[i] === high && slots[i + 1] === low) return false
    }
  }
}
