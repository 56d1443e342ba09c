import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Form } from './script.ts'

/** What a player tells of one seed. */
export type Played = {
  seed: number
  problems: string[]
  stores: number
  facts: number
  counts: Record<string, number>
}
/** What is asked of a player: to play a seed, or to make a failure short. */
export type Asked = { play: Form } | { shrink: Form; most: number }
export type Answer = { played: Played } | { shrunk: Form; problems: string[]; story: string[] }

const PLAYER = fileURLToPath(new URL('player.ts', import.meta.url))
const HOOK = new URL('planted/plant.ts', import.meta.url).href

/** One process that plays; `planted` is the name of a bug that its sources have. */
export class Player {
  readonly #child
  #answered: ((answer: Answer) => void) | undefined
  #failed: ((error: Error) => void) | undefined

  constructor(planted?: string) {
    const env = { ...process.env, ...(planted === undefined ? {} : { PLANTED: planted }) }
    const execArgv = ['--disable-warning=ExperimentalWarning', ...(planted === undefined ? [] : ['--import', HOOK])]
    this.#child = fork(PLAYER, { env, execArgv, serialization: 'json' })
    this.#child.on('message', (answer) => this.#answered?.(answer as Answer))
    this.#child.on('exit', (code) => this.#failed?.(new Error(`a player of the simulation ended with ${code}`)))
  }

  /** One question at a time. */
  async ask(asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve
      this.#failed = reject
      this.#child.send(asked)
    })
  }

  async play(form: Form): Promise<Played> {
    const answer = await this.ask({ play: form })
    if (!('played' in answer)) throw new Error('a player answered something else than it was asked')
    return answer.played
  }

  close(): void {
    this.#failed = undefined
    this.#child.disconnect()
  }
}
