import { readFileSync } from 'node:fs'
import { format } from 'oxfmt'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { findingsPage } from './check/findings-page.ts'
import { chainJsonSchema, dialogueJsonSchema } from './schema.ts'
import { referencePage } from './schema-reference.ts'

const root = new URL('../../../', import.meta.url)
const style = z
  .object({ semi: z.boolean(), singleQuote: z.boolean(), printWidth: z.number() })
  .parse(JSON.parse(readFileSync(new URL('.oxfmtrc.json', root), 'utf8')))

/** As the formatter of the repository writes it. */
const formatted = async (name: string, text: string): Promise<string> => (await format(name, text, style)).code

/** Run `npx vitest run packages/dialogue -u` to write them anew. */
test.each([
  ['packages/dialogue/schema/dialogue.schema.json', () => JSON.stringify(dialogueJsonSchema().schema, undefined, 2)],
  ['packages/dialogue/schema/chain.schema.json', () => JSON.stringify(chainJsonSchema().schema, undefined, 2)],
  ['docs/authors/reference.md', referencePage],
  ['docs/authors/findings.md', findingsPage],
])('%s is up to date with the language', async (file, make) => {
  await expect(await formatted(file, make())).toMatchFileSnapshot(new URL(file, root).pathname)
})

test('every key of the language is explained', () => {
  expect([...dialogueJsonSchema().unexplained, ...chainJsonSchema().unexplained]).toEqual([])
})
