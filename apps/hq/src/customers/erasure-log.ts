import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { syncFolder } from '@kairos/shared/durable-file'
import { msSchema } from '@kairos/shared/time'

const lineSchema = z.object({ names: z.array(z.string()), at: msSchema, who: z.string() })
export type LoggedErasure = z.infer<typeof lineSchema>

/**
 * What was erased, outside HQ's database: a database that is restored from a backup does not know of it (rule S9).
 * Names what her ids have become, and nothing else of her. Lines of JSON, only ever added to.
 */
export class ErasureLog {
  readonly #file: string

  constructor(file: string) {
    this.#file = file
  }

  /** On disk when this returns. */
  add(erasure: LoggedErasure): void {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 })
    const file = openSync(this.#file, 'a', 0o600)
    try {
      // What a crash cut short is ended here, so that this line stays whole.
      writeSync(file, `\n${JSON.stringify(lineSchema.parse(erasure))}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    syncFolder(dirname(this.#file))
  }

  /** A line that was cut short was never acted upon, and is passed over. */
  all(): LoggedErasure[] {
    if (!existsSync(this.#file)) return []
    return readFileSync(this.#file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => readLine(line))
  }
}

function readLine(line: string): LoggedErasure[] {
  try {
    return [lineSchema.parse(JSON.parse(line))]
  } catch {
    return []
  }
}
