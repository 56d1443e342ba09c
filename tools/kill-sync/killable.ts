import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { SECOND, type Ms } from '@kairos/shared/time'
import { startProgram, type HowToStart, type RunningProgram } from '../whole-way/running-program.ts'

/** Whoever is asked to end has so long to do it. */
const ENDS_WITHIN = 30 * SECOND
/** Words of a program in its log that say something is broken: pino's levels from `error` on. */
const COMPLAINT = /^\{"level":[56]0.*$/gm

/** An error's code is behind its stack in the log, and says more than its words. */
const codeIn = (line: string): string => /"code":"(\w+)"/.exec(line)?.[1] ?? 'error'

/**
 * A real program that is killed and started again on what it kept. There is never more than one of it: two on one folder
 * are nothing that the product has to bear.
 */
export class Killable {
  readonly name: string
  readonly #main: string
  readonly #args: string[]
  readonly #how: HowToStart
  #child: ChildProcess | undefined
  #running: RunningProgram | undefined
  /** The process that was started last is there, told to end or not. */
  #isThere = false
  #url = 'http://127.0.0.1:9'
  /** Whatever ends without having been told to is a failure. */
  readonly problems: string[] = []
  readonly complaints: string[] = []
  /** How long each start took until its doors were open. */
  readonly starts: Ms[] = []

  constructor(name: string, main: string, args: string[], how: HowToStart = {}) {
    this.name = name
    this.#main = main
    this.#args = args
    this.#how = how
  }

  /** Where it listens, or did last. */
  get url(): string {
    return this.#url
  }
  get isOpen(): boolean {
    return this.#running !== undefined
  }

  /** False if it was killed on the way. Throws where it is running, or has not ended yet. */
  async start(): Promise<boolean> {
    if (this.#isThere) throw new Error(`${this.name} was to be started while another one of it was there`)
    this.#isThere = true
    const began = performance.now()
    let child: ChildProcess | undefined
    try {
      const running = await startProgram(this.#main, this.#args, {
        ...this.#how,
        spawned: (started) => {
          child = this.#child = started
          // A run that is ended from outside leaves none of them behind.
          const kill = () => void started.kill('SIGKILL')
          process.once('exit', kill)
          started.once('exit', (code, signal) => {
            process.off('exit', kill)
            this.#isThere = false
            this.#ended(started, code, signal)
          })
        },
      })
      if (child !== this.#child) return false
      this.#running = running
      this.#url = running.url
      this.starts.push(performance.now() - began)
      return true
    } catch (error) {
      // Whoever killed it took the child away before.
      if (child === this.#child) throw error
      return false
    }
  }

  #ended(child: ChildProcess, code: number | null, signal: string | null): void {
    if (child !== this.#child) return
    const said = this.#running?.said().slice(-2000) ?? ''
    this.problems.push(`${this.name} ended by itself (${code ?? signal}):\n${said}`)
    this.#child = this.#running = undefined
  }

  /** Ends it: at once, or as an operator would, who expects it to close what it has open. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const [child, running] = [this.#child, this.#running]
    this.#child = this.#running = undefined
    if (!child) return
    const isOver = once(child, 'exit')
    child.kill(signal)
    const late = new AbortController()
    const tooLong = pause(ENDS_WITHIN, 'too long' as const, { signal: late.signal }).catch(() => 'too long' as const)
    const how = await Promise.race([isOver, tooLong])
    late.abort()
    if (how === 'too long') {
      this.problems.push(`${this.name} did not end within ${ENDS_WITHIN / SECOND} s of SIGTERM`)
      child.kill('SIGKILL')
      await isOver
    } else if (signal === 'SIGTERM' && running && how[0] !== 0)
      this.problems.push(`${this.name} ended with ${String(how[0] ?? how[1])} after SIGTERM`)
    this.complaints.push(
      ...(running?.said().match(COMPLAINT) ?? []).map((line) => `${this.name}: ${codeIn(line)}: ${line.slice(0, 600)}`),
    )
  }
}
