/** Another transaction has written the row and is not over. */
class Locked extends Error {
  readonly by: Transaction
  constructor(by: Transaction) {
    super('another transaction has written this row and is not over')
    this.by = by
  }
}

/**
 * One transaction on tables in memory. Others may overlap it: they read what is committed, and wait for rows that it
 * has written.
 */
export class Transaction {
  readonly #commits: (() => void)[] = []
  readonly #ends: (() => void)[] = []
  /** The first of the change numbers that it has taken. */
  firstNumber: number | undefined
  readonly over: Promise<void>

  constructor() {
    this.over = new Promise((resolve) => void this.#ends.push(resolve))
  }

  /** What is done when it is committed. */
  onCommit(commit: () => void): void {
    this.#commits.push(commit)
  }

  /** What is done when it is over, committed or not. */
  onEnd(end: () => void): void {
    this.#ends.push(end)
  }

  commit(): void {
    for (const commit of this.#commits) commit()
    this.rollBack()
  }

  rollBack(): void {
    for (const end of this.#ends) end()
  }
}

/** Rows by key. A transaction sees its own changes at once; everybody else sees them when it is committed. */
export class Table<Row> {
  readonly #rows: Map<string, Row>
  readonly #changes = new Map<Transaction, Map<string, Row | undefined>>()

  constructor(rows: Map<string, Row>) {
    this.#rows = rows
  }

  get(key: string, by?: Transaction): Row | undefined {
    const changes = by && this.#changes.get(by)
    return changes?.has(key) ? changes.get(key) : this.#rows.get(key)
  }

  all(by?: Transaction): [string, Row][] {
    const rows = new Map<string, Row | undefined>(this.#rows)
    for (const [key, row] of (by && this.#changes.get(by)) ?? []) rows.set(key, row)
    return [...rows].flatMap(([key, row]): [string, Row][] => (row === undefined ? [] : [[key, row]]))
  }

  put(key: string, row: Row, by: Transaction): void {
    this.#change(key, row, by)
  }

  delete(key: string, by: Transaction): void {
    this.#change(key, undefined, by)
  }

  /** Nobody else changes this row before this transaction is over. */
  lock(key: string, by: Transaction): void {
    this.#change(key, this.get(key, by), by)
  }

  #change(key: string, row: Row | undefined, by: Transaction): void {
    for (const [other, changes] of this.#changes) if (other !== by && changes.has(key)) throw new Locked(other)
    let changes = this.#changes.get(by)
    if (!changes) {
      changes = new Map()
      this.#changes.set(by, changes)
      by.onCommit(() => this.#commit(by))
      by.onEnd(() => void this.#changes.delete(by))
    }
    changes.set(key, row)
  }

  #commit(by: Transaction): void {
    for (const [key, row] of this.#changes.get(by) ?? [])
      if (row === undefined) this.#rows.delete(key)
      else this.#rows.set(key, row)
  }
}

/**
 * Runs transactions. `meanwhile` is waited for between a transaction's work and its commit, where there is anything to
 * wait for: then others overlap it. Where it rejects the transaction is rolled back.
 */
export class Transactions {
  readonly #open = new Set<Transaction>()
  readonly #meanwhile: () => Promise<void> | undefined

  constructor(meanwhile: () => Promise<void> | undefined) {
    this.#meanwhile = meanwhile
  }

  get open(): ReadonlySet<Transaction> {
    return this.#open
  }

  async run<T>(work: (by: Transaction) => T): Promise<T> {
    for (;;) {
      const by = new Transaction()
      this.#open.add(by)
      by.onEnd(() => void this.#open.delete(by))
      try {
        const result = work(by)
        const waited = this.#meanwhile()
        if (waited) await waited
        by.commit()
        return result
      } catch (error) {
        by.rollBack()
        if (!(error instanceof Locked)) throw error
        await error.by.over
      }
    }
  }
}
