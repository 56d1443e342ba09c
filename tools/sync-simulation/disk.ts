import type { SqliteDatabase } from '@kairos/shared/database'

/** One start of a program. What a dead one still waits for never comes. */
export type Life = { dead: boolean }

/** The program was killed in the middle of what it was doing. */
export class Killed extends Error {}

/** A program's database, as that program sees it: once it is dead nothing is written any more. */
export type Disk = {
  database: SqliteDatabase
  /** The program dies before so many more transactions of its own. */
  breakAfter: (transactions: number) => void
}

/**
 * Kills between two transactions, wherever these are: also in the middle of one method. What was committed stays,
 * and nothing after it is written.
 */
export function diskOf(real: SqliteDatabase, life: Life, dies: () => void): Disk {
  let left = Infinity
  const begin = (): void => {
    if (real.inTransaction) return
    if (!life.dead && --left < 0) dies()
    if (life.dead) throw new Killed('killed between two transactions')
  }
  const guarded =
    <A extends unknown[], R>(act: (...args: A) => R) =>
    (...args: A): R => {
      begin()
      return act(...args)
    }
  const database = Object.create(real, {
    prepare: {
      value: (sql: string) => {
        const statement = real.prepare(sql)
        return statement.readonly
          ? statement
          : Object.assign(statement, { run: guarded(statement.run.bind(statement)) })
      },
    },
    transaction: { value: (change: () => unknown) => guarded(real.transaction(change)) },
  }) as SqliteDatabase
  return { database, breakAfter: (transactions) => (left = transactions) }
}
