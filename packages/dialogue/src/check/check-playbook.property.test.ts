import { readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compilePlaybook } from '../compile.ts'
import { checkPlaybook } from './check-playbook.ts'

const root = new URL('../../../../playbooks/', import.meta.url)
const folders = ['marlow-finch', ...readdirSync(new URL('articles/', root)).map((name) => `articles/${name}`)]
const filesOf = (folder: string): Record<string, string> => {
  const names = readdirSync(new URL(`${folder}/dialogues/`, root)).map((name) => `dialogues/${name}`)
  return Object.fromEntries(
    ['chain.yaml', ...names].map((name) => [name, readFileSync(new URL(`${folder}/${name}`, root), 'utf8')]),
  )
}
const playbooks = folders.map(filesOf)

/** Words that an author might write in the wrong place, and names that every object has. */
const words = fc.constantFrom(
  'over',
  'constructor',
  'toString',
  '0',
  '7d',
  'purchase',
  '{}',
  '[]',
  '~',
  "'{{ about }}'",
)

/** What goes wrong as one writes: a line lost, said twice, or one word of it another. */
const slip = fc.record({
  file: fc.nat(),
  line: fc.nat(),
  how: fc.oneof(
    fc.constant('lose' as const),
    fc.constant('twice' as const),
    words.map((word) => ({ word })),
  ),
})

function slipped(files: Record<string, string>, { file, line, how }: { file: number; line: number; how: unknown }) {
  const names = Object.keys(files)
  const name = names[file % names.length] ?? ''
  const lines = (files[name] ?? '').split('\n')
  const at = line % lines.length
  const old = lines[at] ?? ''
  const word = typeof how === 'object' && how !== null && 'word' in how ? String(how.word) : undefined
  const now = how === 'lose' ? [] : how === 'twice' ? [old, old] : [old.replace(/: \S+$/, `: ${word}`)]
  return { ...files, [name]: lines.toSpliced(at, 1, ...now).join('\n') }
}

test('E4: whatever slips as one writes, it is found without a fall, and what has no error compiles', () => {
  fc.assert(
    fc.property(fc.constantFrom(...playbooks), fc.array(slip, { minLength: 1, maxLength: 3 }), (playbook, slips) => {
      const files = slips.reduce(slipped, playbook)
      const findings = checkPlaybook(files)
      const errors = findings.filter(({ severity }) => severity === 'error')
      expect(compilePlaybook(1, files).ok).toBe(errors.length === 0)
      for (const finding of findings) expect(finding.code === 'K001' || finding.what !== '').toBe(true)
    }),
    { numRuns: 200 },
  )
})
