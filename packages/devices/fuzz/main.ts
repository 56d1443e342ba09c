import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { caseSchema, caseText } from './case.ts'
import { fuzz } from './fuzz.ts'
import { watchBranches } from './coverage.ts'
import { runCase } from './run-case.ts'
import { seeds } from './seeds.ts'

/**
 * `npm run fuzz:devices -- --minutes 5 [--seed 7] [--keep] [--again file]`: bends reports and descriptors until the
 * time is over. Ends with status 1 at the first thing that never may happen, having written it to `crash-*.json`,
 * which `--again` runs once more. `--keep` adds what is unlike all that the corpus has to it.
 */
const CORPUS = fileURLToPath(new URL('corpus', import.meta.url))
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    keep: { type: 'boolean', default: false },
    again: { type: 'string' },
  },
})
const now = () => performance.now()
/** The corpus stays one that can be read. */
const LARGEST_KEPT = 1500
const MOST_KEPT = 40

if (values.again !== undefined) {
  const { problem, shape } = runCase(caseSchema.parse(JSON.parse(readFileSync(values.again, 'utf8'))), now)
  console.log(problem ?? `nothing happens any more: ${shape}`)
  process.exit(problem === undefined ? 0 : 1)
}

const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
const corpus = readdirSync(CORPUS).map((file) =>
  caseSchema.parse(JSON.parse(readFileSync(`${CORPUS}/${file}`, 'utf8'))),
)
const branches = await watchBranches()
const begun = now()
const end = begun + Number(values.minutes) * 60_000
console.log(`seed ${seed}, ${corpus.length} cases of the corpus, ${values.minutes} minutes`)
const { runs, reports, fresh, found } = fuzz([...seeds(), ...corpus], seed, () => now() >= end, now)
const seconds = (now() - begun) / 1000
console.log(
  `${runs} runs, ${Math.round(runs / seconds)} a second; ${reports} reports, ${Math.round(reports / seconds)} a second`,
)
console.log(`${fresh.length} of a kind that the corpus did not have`)
const { reached, of, never } = await branches.stop()
console.log(`${reached} of ${of} branches of the decoders reached; never called: ${never.join(', ')}`)
if (values.keep) {
  mkdirSync(CORPUS, { recursive: true })
  const small = fresh.map(caseText).filter((text) => text.length < LARGEST_KEPT)
  for (const [index, text] of small.slice(0, MOST_KEPT).entries())
    writeFileSync(`${CORPUS}/${seed}-${index}.json`, text)
}
if (found) {
  const file = `crash-${seed}.json`
  writeFileSync(file, caseText({ ...found.found, why: found.problem }))
  console.log(`FOUND, with seed ${seed}: ${found.problem}\nwritten to ${file}`)
  process.exitCode = 1
}
