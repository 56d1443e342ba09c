import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const FOLDER = fileURLToPath(new URL('kept', import.meta.url))

const formSchema = z.object({
  seed: z.int(),
  turns: z.int().optional(),
  stores: z.int().optional(),
  calm: z.array(z.string()).readonly().optional(),
  without: z.array(z.string()).readonly().optional(),
})
/** The shortest form of something that failed once. `planted`: the bug that it shows, where that was planted. */
const keptSchema = z.object({ name: z.string(), planted: z.string().optional(), found: z.string(), form: formSchema })
export type Kept = z.infer<typeof keptSchema>

/** Keeps a failure as a test; gives the file's place in this folder. */
export function keep(kept: Kept): string {
  mkdirSync(FOLDER, { recursive: true })
  const name = `${kept.name.replaceAll(/[^a-z0-9]+/gi, '-')}.json`
  writeFileSync(join(FOLDER, name), `${JSON.stringify(kept, null, 2)}\n`)
  return `kept/${name}`
}

export const allKept = (): Kept[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => keptSchema.parse(JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))))
