import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkPlaybook } from './check-playbook.ts'

const root = new URL('../../../../', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8')

/** The pieces of YAML on a page, those that are whole files of a playbook. */
const filesOn = (page: string): string[] =>
  [...read(page).matchAll(/^```yaml\n(.*?)^```/gms)].map(([, yaml]) => yaml ?? '')

const nameOf = (yaml: string): string | undefined => /^dialogue: (\S+)/m.exec(yaml)?.[1]
const dialogues = (yamls: readonly string[]): Record<string, string> =>
  Object.fromEntries(yamls.flatMap((yaml) => (nameOf(yaml) ? [[`dialogues/${nameOf(yaml)}.yaml`, yaml]] : [])))

const found = (files: Record<string, string>): string[] =>
  checkPlaybook(files).map(({ code, file, line, what }) => `${code} ${file}:${line} ${what}`)

test('the examples of the language, and of the five questions, are one playbook without findings', () => {
  const examples = [...filesOn('docs/authors/language.md'), ...filesOn('docs/authors/five-questions.md')]
  const chain = examples.find((yaml) => yaml.startsWith('chain:')) ?? ''
  expect(Object.keys(dialogues(examples)).length).toBeGreaterThan(6)
  expect(found({ 'chain.yaml': chain, ...dialogues(examples) })).toEqual([])
})

test('the first dialogue has the one mistake that its page shows, and none when it is mended', () => {
  const demo = 'playbooks/marlow-finch/'
  const names = readdirSync(new URL(`${demo}dialogues/`, root)).map((name) => `dialogues/${name}`)
  const files = Object.fromEntries(['chain.yaml', ...names].map((name) => [name, read(`${demo}${name}`)]))
  const first = dialogues(filesOn('docs/authors/first-dialogue.md'))
  const errors = (more: Record<string, string>) =>
    checkPlaybook({ ...files, ...more }).filter(({ severity }) => severity === 'error')
  const [mistake, ...others] = errors(first)
  expect(others).toEqual([])
  expect(read('docs/authors/first-dialogue.md')).toContain(
    `error ${mistake?.file}:${mistake?.line} ${mistake?.where}: ${mistake?.what} (${mistake?.code}). ${mistake?.todo}`,
  )
  const mended = Object.fromEntries(Object.entries(first).map(([name, yaml]) => [name, yaml.replace('ovr', 'over')]))
  expect(errors(mended)).toEqual([])
})
