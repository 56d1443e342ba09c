import { readdirSync, readFileSync } from 'node:fs'
import { compilePlaybook, type PlaybookFiles } from '../compile.ts'
import { findingInWords } from '../finding.ts'
import { isHeldOut } from '../holdout.ts'
import type { Playbook } from '../playbook.ts'
import { withZoneRules } from '../time-zones.ts'

const ARTICLES = new URL('../../../../playbooks/articles/', import.meta.url)

/** The folders of the articles' playbooks, by name. */
export const articleNames = (): string[] => readdirSync(ARTICLES).toSorted()

/** One folder's files, as they would be published: with the rules of its stores' time zones. */
export function articleFiles(name: string): PlaybookFiles {
  const folder = new URL(`${name}/`, ARTICLES)
  const names = ['chain.yaml', ...readdirSync(new URL('dialogues/', folder)).map((file) => `dialogues/${file}`)]
  return withZoneRules(Object.fromEntries(names.map((file) => [file, readFileSync(new URL(file, folder), 'utf8')])))
}

export function articlePlaybook(name: string): Playbook {
  const compiled = compilePlaybook(1, articleFiles(name))
  if (!compiled.ok) throw new Error(compiled.error.map(findingInWords).join('\n'))
  return compiled.value
}

/** The first of `name-1`, `name-2`, ... who is held out of exactly these dialogues, so that a story can be told of her. */
export function someoneHeldOutOf(
  { chain, dialogues }: Playbook,
  name: string,
  heldOutOf: readonly string[] = [],
): string {
  for (let n = 1; n < 10_000; n++) {
    const id = `${name}-${n}`
    const fits = [...dialogues.values()].every(
      ({ name: dialogue, source }) =>
        isHeldOut(chain.salt, dialogue, id, source.holdout) === heldOutOf.includes(dialogue),
    )
    if (fits) return id
  }
  throw new Error(`nobody called ${name} is held out of ${heldOutOf.join(', ')} only`)
}
