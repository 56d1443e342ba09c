import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { caseSchema, caseText, type Case } from '../fuzz/case.ts'
import { fuzz } from '../fuzz/fuzz.ts'
import { runCase } from '../fuzz/run-case.ts'
import { seeds } from '../fuzz/seeds.ts'

const folder = new URL('../fuzz/corpus/', import.meta.url)
const corpus = readdirSync(folder).map((file) =>
  caseSchema.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
)
const RUNS = 20_000
/** Slowness is no finding here: a test machine may stand still for a while. */
const still = () => 0

test('nothing that was ever found happens again', () => {
  expect(corpus.length).toBeGreaterThan(10)
  for (const one of corpus)
    expect({ why: one.why, problem: runCase(one, still).problem }).toEqual({ why: one.why, problem: undefined })
})

test('bending reports and descriptors field by field breaks nothing', () => {
  const { found } = fuzz([...seeds(), ...corpus], 20261121, (runs) => runs >= RUNS, still)
  expect(found && `${found.problem}\n${caseText(found.found)}`).toBeUndefined()
})

test('the fuzzer sees what it looks for, and has the same run again from the same seed', () => {
  const code: Case = {
    ...(seeds().find(({ why }) => why.startsWith('HID POS scanner, ]Q0')) as Case),
    secret: '5901234123457',
  }
  const leaky = seeds().find(({ why }) => why === 'HID POS scanner, ]E0')
  expect(leaky && runCase({ ...leaky, secret: '5901234123457' }, still).problem).toMatch(/digits of a payment card/)
  expect(runCase(code, still).problem).toBeUndefined()
  const shapes = () => fuzz(seeds(), 5, (runs) => runs >= 500, still).fresh.map(({ why }) => why)
  expect(shapes()).toEqual(shapes())
})
