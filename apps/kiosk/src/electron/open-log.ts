import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pino, type Logger } from 'pino'

/** Two files of at most about this size are kept: this run's and those before, and what was before that. */
const LARGEST = 5 * 1024 * 1024

/** The log of a program that nobody sees the terminal of. */
export function openLog(folder: string): Logger {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'screen.log')
  if (existsSync(file) && statSync(file).size > LARGEST) renameSync(file, join(folder, 'screen.before.log'))
  return pino(pino.destination({ dest: file, sync: true, mode: 0o600 }))
}

/** Where an error happened, and of which kind; not its words, which may hold a person's data. */
export function errorForLog(error: unknown): string {
  if (!(error instanceof Error)) return 'something was thrown that is no error'
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [error.name, ...places.slice(0, 8).map((line) => line.trim())].join(' ')
}
