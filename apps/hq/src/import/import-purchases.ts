import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fail, ok, type Problem, type Result } from '@kairos/shared/result'
import type { Clock } from '@kairos/shared/time'
import { findHq } from './hq-door.ts'
import { HqImports } from './hq-imports.ts'
import { examine, UnreadableLog } from './log-file.ts'
import { parseMapping } from './mapping.ts'
import { Pass } from './pass.ts'
import { ProgressDisplay, type Output } from './progress-display.ts'
import { Sender } from './sender.ts'
import { problemLine, sentLine, totals } from './totals.ts'

export type ImportOptions = {
  file: string
  map: string
  /** HQ's data folder. */
  data: string
  /** HQ's address and token, where they are not to be taken from the data folder. */
  hq?: string
  token?: string
  /** Where the bad rows go; by default into the data folder. */
  report?: string
}

/** Brings a purchase log into HQ; the number is the program's exit code. */
export async function importPurchases(options: ImportOptions, clock: Clock, out: Output): Promise<0 | 1> {
  const imported = await run(options, clock, out)
  if (imported.ok) return 0
  for (const problem of imported.error) out.write(`${problemLine(problem)}\n`)
  return 1
}

async function run(options: ImportOptions, clock: Clock, out: Output): Promise<Result<void, Problem[]>> {
  const mappingText = await attempt(options.map, () => readFile(options.map, 'utf8'))
  if (!mappingText.ok) return mappingText
  const mapping = parseMapping(mappingText.value, options.map)
  if (!mapping.ok) return mapping
  const file = await attempt(options.file, () => examine(options.file, mappingText.value))
  if (!file.ok) return file
  const door = await findHq(options)
  if (!door.ok) return fail([door.error])

  const { id, bytes } = file.value
  const report = options.report ?? join(options.data, 'imports', `${id.slice(0, 16)}.bad.csv`)
  const display = new ProgressDisplay(out, clock, bytes)
  const hq = new HqImports(door.value, clock, (words) => display.say(words))
  const stored = await hq.progress(id)
  if (!stored.ok) return fail([stored.error])
  if (stored.value?.done === true) {
    out.write(`HQ has all of ${basename(options.file)} already. Nothing was sent.\n${totals(stored.value)}`)
    if (existsSync(report)) out.write(`Bad rows: ${report}\n`)
    return ok(undefined)
  }
  const had = stored.value?.rows ?? 0
  if (had > 0) display.say(`HQ has the first ${had} rows already; going on from there.`)

  const sender = new Sender((batch) => hq.store(id, batch))
  const pass = new Pass({ file: file.value, mapping: mapping.value, report, had, display, sender })
  const passed = await attempt(options.file, () => pass.run())
  display.clear()
  if (!passed.ok) return passed
  if (!passed.value.ok) return passed.value
  const { progress, sent, badRows } = passed.value.value
  out.write(totals(progress) + sentLine(sent, display.elapsed))
  if (badRows > 0) out.write(`Bad rows: ${report}\n`)
  return ok(undefined)
}

/** Runs what reads a file; what it throws becomes a problem in words. */
async function attempt<T>(path: string, what: () => Promise<T>): Promise<Result<T, Problem[]>> {
  try {
    return ok(await what())
  } catch (error) {
    // Only what the system says of a file is expected here; anything else is a fault of ours.
    if (!(error instanceof Error) || !('code' in error || error instanceof UnreadableLog)) throw error
    const missing = 'code' in error && error.code === 'ENOENT'
    const what = missing ? 'there is no such file' : `the file cannot be read to its end (${error.message})`
    return fail([{ code: 'file', what, where: path }])
  }
}
