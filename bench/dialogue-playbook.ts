import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { findingInWords } from '@kairos/dialogue/finding'
import { PlaybookLibrary } from '@kairos/dialogue/library'
import { withZoneRules } from '@kairos/dialogue/time-zones'

/**
 * Playbooks for the benchmark: the dialogues of Marlow & Finch cloned under new names, ten of mixed transitions for
 * each store. Whoever has another home is none of their business, so at every size about ten dialogues concern a
 * customer; what grows is the number of those that do not. That is how chains grow: by stores, tiers and lines.
 */
export const SIZES = [10, 50, 200] as const

type Source = Record<string, unknown>
const read = (name: string): Source =>
  parse(readFileSync(new URL(`../playbooks/marlow-finch/${name}.yaml`, import.meta.url), 'utf8')) as Source

/** What begins each of the ten, and for whom beyond those of the store. */
export type Clone = { of: string; begins: (store: string) => Source; fits?: string }
export const CLONES: Record<string, Clone> = {
  'visit-a': { of: 'set-aside', begins: () => ({ when: 'visit' }), fits: 'memory.purchases.n > 0' },
  'visit-b': { of: 'set-aside', begins: () => ({ when: 'visit', where: 'event.strength == "held"' }) },
  'buys-a': { of: 'set-aside', begins: () => ({ when: 'purchase', where: 'event.total > 9000' }) },
  'buys-b': { of: 'welcome-back', begins: () => ({ when: 'purchase' }), fits: 'memory.purchases.n > 2' },
  returns: { of: 'miss-you', begins: () => ({ when: 'return' }) },
  'away-a': {
    of: 'miss-you',
    begins: () => ({ when: 'absence', of: 'purchase', after: '45d' }),
    fits: 'memory.purchases.n >= 3',
  },
  'away-b': {
    of: 'miss-you',
    begins: () => ({ when: 'absence', of: 'visit', after: '60d' }),
    fits: 'memory.visits.n >= 2',
  },
  saved: { of: 'welcome-back', begins: (store) => ({ when: 'ended', dialogue: `away-a-${store}`, how: 'won' }) },
  fifth: { of: 'welcome-back', begins: () => ({ when: 'reaches', memory: 'purchases', at: 5 }) },
  near: { of: 'set-aside', begins: () => ({ when: 'nears', memory: 'visits', at: 10, within: 2 }) },
}

export const storesOf = (size: number): string[] => Array.from({ length: size / 10 }, (_, n) => `s${n + 1}`)

function filesFor(size: number): Record<string, string> {
  const sources: Record<string, Source> = {}
  const stores = storesOf(size)
  for (const store of stores) {
    for (const [name, { of, begins, fits }] of Object.entries(CLONES)) {
      const home = `customer.home == "${store}"`
      const dialogue = `${name}-${store}`
      const condition = fits === undefined ? home : `${home} && ${fits}`
      sources[dialogue] = { ...read(`dialogues/${of}`), dialogue, begins: begins(store), for: condition }
    }
  }
  const places = Object.fromEntries(stores.map((store) => [store, { name: store, timeZone: 'Europe/London' }]))
  const chain = read('chain')
  const memory = chain['memory'] as Source
  return withZoneRules({
    'chain.yaml': JSON.stringify({ ...chain, stores: places, memory: { ...memory, visits: { of: 'visit' } } }),
    ...Object.fromEntries(
      Object.entries(sources).map(([name, source]) => [`dialogues/${name}.yaml`, JSON.stringify(source)]),
    ),
  })
}

export function playbooksOf(size: number): PlaybookLibrary {
  const library = new PlaybookLibrary()
  const compiled = library.add({ version: 1, files: filesFor(size) })
  if (!compiled.ok) throw new Error(compiled.error.map(findingInWords).join('\n'))
  return library
}
