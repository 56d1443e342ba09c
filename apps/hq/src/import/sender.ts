import type { Problem, Result } from '@kairos/shared/result'
import type { Batch } from './batches.ts'
import type { Stored } from './hq-imports.ts'

/**
 * One batch is on its way while the next is being gathered, never two: were a later one stored before an
 * earlier one that then fails, HQ's progress would claim rows that it does not have.
 */
export class Sender {
  readonly #store: (batch: Batch) => Promise<Result<Stored>>
  #underway: Promise<Result<Stored>> | undefined
  readonly sent: Stored = { stored: 0, duplicates: 0 }

  constructor(store: (batch: Batch) => Promise<Result<Stored>>) {
    this.#store = store
  }

  /** Waits for the batch before, then sends this one. The problem, if any, is of the one before. */
  async send(batch: Batch): Promise<Problem | undefined> {
    const problem = await this.finish()
    if (problem === undefined) this.#underway = this.#store(batch)
    return problem
  }

  /** Waits until nothing is on its way. */
  async finish(): Promise<Problem | undefined> {
    const answer = await this.#underway
    this.#underway = undefined
    if (answer === undefined) return undefined
    if (!answer.ok) return answer.error
    this.sent.stored += answer.value.stored
    this.sent.duplicates += answer.value.duplicates
    return undefined
  }
}
