import type { Played } from './players.ts'

/** What was played: how much, how fast, how large the chains were, and what befell them. */
export class Report {
  readonly #counts = new Map<string, number>()
  readonly #stores: number[] = []
  #facts = 0

  add({ stores, facts, counts }: Played): void {
    this.#stores.push(stores)
    this.#facts += facts
    for (const [kind, n] of Object.entries(counts)) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + n)
  }

  lines(seconds: number): string[] {
    const stores = this.#stores.toSorted((a, b) => a - b)
    const played = stores.length
    const median = stores[Math.floor(played / 2)] ?? 0
    const tens = stores.filter((n) => n >= 10).length
    const kinds = [...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([kind, n]) => `  ${n} ${kind}`)
    return [
      `${played} seeds in ${seconds.toFixed(1)} s (${(played / seconds).toFixed(1)} a second), ${this.#facts} facts`,
      `stores: median ${median}, most ${stores.at(-1) ?? 0}; ${Math.round((100 * tens) / Math.max(1, played))} % of the chains have 10 or more`,
      ...kinds,
    ]
  }
}
