import { appendFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Loaded into the real programs by `NODE_OPTIONS`: keeps what a child says to its parent over the channel between them,
 * where nobody else could hear it. Changes nothing else.
 */
const folder = process.env['KAIROS_RECORD_IPC']
const send = process.send?.bind(process)
if (folder !== undefined && send !== undefined) {
  const file = join(folder, `${process.ppid}.ipc`)
  process.send = function record(...words: unknown[]) {
    appendFileSync(file, `${JSON.stringify(words[0])}\n`)
    return Reflect.apply(send, process, words)
  }
}
