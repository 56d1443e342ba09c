import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const root = new URL('../../../', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8')
const published = (name: string) => z.fromJSONSchema(JSON.parse(read(`packages/dialogue/schema/${name}.schema.json`)))
const schemas = { chain: published('chain'), dialogue: published('dialogue') }

const playbooks = readdirSync(new URL('playbooks/', root), { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /(^|\/)chain\.yaml$|\/dialogues\/[^/]+\.yaml$/.test(name))
  .map((name) => `playbooks/${name}`)
const kindOf = (file: string) => (file.endsWith('chain.yaml') ? 'chain' : 'dialogue')

describe('the published JSON Schema, as an editor would use it', () => {
  test.each(playbooks)('accepts %s', (file) => {
    const checked = schemas[kindOf(file)].safeParse(parse(read(file)))
    expect(checked.error?.issues ?? []).toEqual([])
  })

  test.each([
    ['a misspelt key', 'priority: 40', 'priorty: 40'],
    ['a length of time without its unit', 'after: 7d', 'after: 7'],
    ['a channel that there is none of', 'channel: email', 'channel: pigeon'],
  ])('refuses %s', (_, from, to) => {
    const text = read('playbooks/marlow-finch/dialogues/miss-you.yaml')
    expect(text).toContain(from)
    expect(schemas.dialogue.safeParse(parse(text.replace(from, to))).success).toBe(false)
  })
})
