import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compilePlaybook, type PlaybookFiles } from './compile.ts'

const CHAIN = `chain: Small
language: en
currency: GBP
salt: small-salt
stores: { home: { name: Home, timeZone: Europe/London } }
memory:
  purchases: { of: purchase }
  categories: { of: purchase, by: category }
general: [{ title: Hello, body: To all }]
`
const TALK = `dialogue: talk
level: 1
begins: { when: visit }
goal: { when: purchase }
first: offer
steps:
  offer:
    channel: screen
    message: { title: Hello, body: Something new }
    asks:
      yes: { label: 'Yes', next: fetch }
    silence: { after: 1d, next: over }
  fetch:
    channel: pos
    message: { title: Hello, body: Here it is }
    silence: { after: 1d, next: over }
`
const files = (talk: string, chain = CHAIN): PlaybookFiles => ({ 'chain.yaml': chain, 'dialogues/talk.yaml': talk })

/** Code and line of each finding. */
function found(playbook: PlaybookFiles): string[] {
  const compiled = compilePlaybook(1, playbook)
  return compiled.ok ? [] : compiled.error.map(({ code, file, line }) => `${code} ${file}:${line}`)
}

test('the small playbook that the broken ones are made of has no finding', () => {
  expect(found(files(TALK))).toEqual([])
})

test('the playbook of Marlow & Finch compiles clean', () => {
  const folder = new URL('../../../playbooks/marlow-finch/', import.meta.url)
  const names = readdirSync(new URL('dialogues/', folder)).map((name) => `dialogues/${name}`)
  const read = (name: string) => [name, readFileSync(new URL(name, folder), 'utf8')]
  expect(found(Object.fromEntries(['chain.yaml', ...names].map(read)))).toEqual([])
  expect(names.length).toBeGreaterThan(0)
})

/** One change makes one mistake; every code is named with the line an author would look at. */
const BROKEN: [code: string, line: number, from: string, to: string][] = [
  ['K001', 8, 'offer:\n', 'offer: [\n'],
  ['K002', 2, 'level: 1', 'level: 7'],
  ['K002', 3, '{ when: visit }', '{ when: visit, were: 1 }'],
  ['K101', 7, '    silence: { after: 1d, next: over }\n  fetch', '  fetch'],
  ['K102', 12, 'silence: { after: 1d, next: over }\n  fetch', 'silence: { after: 1d, next: nowhere }\n  fetch'],
  ['K102', 12, 'next: fetch', 'next: won, thanks: { title: a, body: b } }\n      no: { label: b, next: fetsh'],
  ['K103', 5, 'first: offer', 'first: ofer'],
  ['K104', 13, '  fetch:', '  won:'],
  ['K105', 13, 'next: fetch', 'next: over'],
  ['K106', 5, 'first: offer', 'about: { most: purchases }\nfirst: offer'],
  ['K201', 9, 'Something new', "'Dear {{ customer.name }}'"],
  ['K201', 9, 'Something new', "'Dear {{ customer.first'"],
  ['K201', 9, 'Something new', '{ de: Neues }'],
  ['K202', 5, 'first: offer', 'for: memory.purchases.n >\nfirst: offer'],
  ['K202', 5, 'first: offer', 'for: membery.purchases.n > 1\nfirst: offer'],
  ['K202', 3, '{ when: visit }', '{ when: visit, where: "1 + 1" }'],
]

describe('every mistake has a code and a line, and cannot be published', () => {
  test.each(BROKEN)('E4: %s at line %i: %j becomes %j', (code, line, from, to) => {
    expect(TALK).toContain(from)
    const at = TALK.indexOf(from)
    expect(found(files(TALK.slice(0, at) + to + TALK.slice(at + from.length)))).toContain(
      `${code} dialogues/talk.yaml:${line}`,
    )
  })

  test('K103: without a first step nothing else is complained about', () => {
    expect(found(files(TALK.replace('first: offer', 'first: ofer')))).toEqual(['K103 dialogues/talk.yaml:5'])
  })

  test('K105: steps that lead only to each other are not reached', () => {
    const circle = `${TALK}  here:
    channel: screen
    message: { title: a, body: b }
    silence: { after: 1d, next: there }
  there:
    channel: screen
    message: { title: a, body: b }
    silence: { after: 1d, next: here }
`
    expect(found(files(circle))).toEqual(['K105 dialogues/talk.yaml:17', 'K105 dialogues/talk.yaml:21'])
  })

  test('K107: two files with one dialogue name', () => {
    expect(found({ ...files(`# A copy.\n${TALK}`), 'dialogues/a.yaml': TALK })).toEqual(['K107 dialogues/talk.yaml:2'])
  })

  test('K002: a misspelt key is named with its own line', () => {
    const misspelt = TALK.replace('    channel: pos', '    channel: pos\n    helpOnly: true')
    expect(found(files(misspelt))).toEqual(['K002 dialogues/talk.yaml:15'])
  })

  test('all mistakes of all files are told at once', () => {
    const chain = CHAIN.replace('To all', "'{{ nobody }}'")
    expect(found(files(TALK.replace('first: offer', 'for: "1"\nfirst: ofer'), chain))).toEqual(
      expect.arrayContaining(['K103 dialogues/talk.yaml:6', 'K202 dialogues/talk.yaml:5', 'K201 chain.yaml:9']),
    )
  })

  test('a chain without its file, or with a broken one, has no playbook', () => {
    expect(found({}).join()).toMatch(/^K002 chain.yaml/)
    expect(found(files(TALK, CHAIN.replace('salt: small-salt', 'salt: x')))).toEqual(['K002 chain.yaml:4'])
  })
})
