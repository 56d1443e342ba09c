import type { Cancel, Clock, Ms } from '@kairos/shared/time'
import type { Life } from './disk.ts'
import type { Random } from '../chain/random.ts'

type Task = { life: Life; what: string; run: () => void; patience: number }

/**
 * Everything that could happen next, in no order: whoever waits (for a message to arrive, for storage to
 * answer, for an alarm) waits for the generator to pick it. Time passes only when it is told to.
 */
export class Scheduler implements Clock {
  /** Another one for every turn, so that what is left out of one turn changes no later one more than it has to. */
  random: Random
  readonly #tasks: Task[] = []
  readonly #alarms = new Set<{ at: Ms; ring: () => void }>()
  /** The last things that happened, for the reader of a failure. */
  readonly story: string[] = []
  /** What nobody expected to fail. */
  readonly failures: unknown[] = []
  #now: Ms

  constructor(random: Random, now: Ms) {
    this.random = random
    this.#now = now
  }

  now(): Ms {
    return this.#now
  }

  at(at: Ms, then: () => void): Cancel {
    const alarm = { at, ring: then }
    this.#alarms.add(alarm)
    return () => void this.#alarms.delete(alarm)
  }

  pass(time: Ms): void {
    this.#now += time
  }

  /** `patience`: how often it lets others go first once it is picked, for what takes long. */
  soon(life: Life, what: string, run: () => void, patience = 0): void {
    this.#tasks.push({ life, what, run, patience })
  }

  /** Resolves some time later; never for the dead. */
  turn(life: Life, what: string): Promise<void> {
    return new Promise((resolve) => this.soon(life, what, resolve))
  }

  /** What a program goes on with by itself. Its end in the middle of it, by its death, is nobody's failure. */
  carry(life: Life, going: Promise<unknown>): void {
    going.catch((error: unknown) => {
      if (!life.dead) this.failures.push(error)
    })
  }

  /** Lets one thing happen. False if there was nothing left to happen at this time. */
  async step(): Promise<boolean> {
    for (const alarm of this.#alarms) {
      if (alarm.at > this.#now) continue
      this.#alarms.delete(alarm)
      alarm.ring()
    }
    const [task] = this.#tasks.length === 0 ? [] : this.#tasks.splice(this.random.whole(0, this.#tasks.length - 1), 1)
    if (task && task.patience > 0) {
      this.#tasks.push({ ...task, patience: task.patience - 1 })
      return true
    }
    if (task && !task.life.dead) {
      this.tell(task.what)
      task.run()
    }
    await settle()
    return task !== undefined || this.#tasks.length > 0
  }

  tell(what: string): void {
    this.story.push(what)
    if (this.story.length > 2000) this.story.shift()
  }
}

/** Until every promise that can resolve has: the desk itself lets others have a turn between its batches. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}
