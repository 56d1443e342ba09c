import type { EventType } from '@kairos/shared/event'
import { storeIdSchema, zoneIdSchema, type StoreId, type ZoneId } from '@kairos/shared/ids'
import { DAY, HOUR, type Ms } from '@kairos/shared/time'
import { needsDay } from '../language.ts'
import type { Playbook } from '../playbook.ts'
import { Chance } from './chance.ts'

export type Occasion = { kind: string; name: string; category: string | undefined; at: Ms; on: string | undefined }

/** What ghosts find around them: the chain as its playbook describes it. */
export type World = {
  stores: readonly StoreId[]
  zones: readonly ZoneId[]
  categories: readonly string[]
  tiers: readonly string[]
  languages: readonly string[]
  /** What they wear, where the playbook asks for it. */
  sizes: readonly string[]
  /** Whether a glass says anything for one part of the store only. */
  speaksInZones: boolean
  /** Kinds of events that the playbook listens to; ghosts do nothing that nobody would notice. */
  heard: ReadonlySet<string>
  /** Meters, topics of calls and kinds of occasions that the playbook names. */
  meters: readonly string[]
  topics: readonly string[]
  occasions: readonly Occasion[]
}

/**
 * What ghosts do with each kind of event, in words for the report. A kind that is added to the language of
 * events is missing here until ghosts have a behaviour for it.
 */
export const BEHAVIOURS: Record<EventType, string> = {
  profile: 'everyone joins; one in eight within the time that is simulated, the others up to two years before',
  consent: 'seven in ten agree to be written to; now and then a message makes one of them withdraw',
  visit: 'recognised on most visits, half of them by a card that is held and else by a keyed number',
  walked:
    'past one or two aisle screens on a visit, with a cart if the playbook says anything for one part of a store only',
  purchase:
    'three visits in four, in a rhythm of her own; mostly of the two or three categories that she likes; some spend ten times what others do',
  return: 'one purchase in thirty, some days later',
  left: 'at the end of every visit',
  shown: 'whatever a screen was given to show',
  response: 'by channel: some answer, some late, most are silent; associates report what they said and heard',
  webVisit: 'about twice as often as to a store, if the playbook listens to it or speaks on the web',
  address: 'one in ten moves within a year, if the playbook listens to it',
  usage: 'daily, at a pace of her own that drops for one in ten, if the playbook listens to it',
  call: 'a few a year, on the topics that the playbook names, if it listens to them',
  occasion:
    'one of each kind that the playbook names every five weeks, for those who like its category; it is four weeks ahead, if the playbook asks for its day',
}

/** Names that conditions compare a part of the event with: `event.topic == "complaint"`. */
function namedIn(conditions: readonly string[], part: string): string[] {
  const pattern = new RegExp(String.raw`event\.${part}\s*==\s*["']([a-z][a-z0-9-]*)["']`, 'g')
  return conditions.flatMap((text) => [...text.matchAll(pattern)].flatMap(([, name]) => name ?? []))
}

/** Sizes that conditions ask for, or some where texts say hers; none where nobody asks. */
function sizesIn(texts: readonly string[]): string[] {
  const asking = texts.filter((text) => text.includes('customer.size'))
  const named = asking.flatMap((text) => [...text.matchAll(/customer\.size\s*==\s*["']([^"']+)["']/g)])
  return asking.length === 0 ? [] : [...new Set([...named.flatMap(([, size]) => size ?? []), ...SIZES])]
}

/** Every text of the playbook's source that may be a condition or a kind of event. */
function textsIn(source: unknown): string[] {
  if (typeof source === 'string') return [source]
  return typeof source === 'object' && source !== null ? Object.values(source).flatMap(textsIn) : []
}

/** The keys by which dialogues measure memory entries of one kind of event. */
const measuredKeys = (playbook: Playbook, kind: string): string[] =>
  [...playbook.dialogues.values()].flatMap(({ source: { begins } }) =>
    'memory' in begins &&
    begins.key !== undefined &&
    begins.key !== 'any' &&
    playbook.chain.memory[begins.memory]?.of === kind
      ? [begins.key]
      : [],
  )

const distinct = (names: readonly string[], otherwise: string): string[] => {
  const all = [...new Set(names)].toSorted()
  return all.length > 0 ? all : [otherwise]
}

const BETWEEN_OCCASIONS = 35 * DAY
const OCCASIONS_AHEAD = 28
const SIZES = ['36', '38', '40', '42']

function occasionsOf(
  kinds: readonly string[],
  categories: readonly string[],
  haveDays: boolean,
  { seed, from, until }: { seed: number; from: Ms; until: Ms },
) {
  const chance = new Chance(seed, 'occasions')
  const occasions: Occasion[] = []
  for (const kind of kinds) {
    for (let at = from + chance.between(0, BETWEEN_OCCASIONS); at < until; at += BETWEEN_OCCASIONS) {
      const day = Math.floor(at / DAY)
      const on = haveDays ? new Date((day + OCCASIONS_AHEAD) * DAY).toISOString().slice(0, 10) : undefined
      occasions.push({ kind, name: `${kind}-${day}`, category: chance.pick(categories), at: day * DAY + 9 * HOUR, on })
    }
  }
  return occasions.toSorted((a, b) => a.at - b.at)
}

/** Looks around in a playbook. */
export function worldOf(playbook: Playbook, seed: number, from: Ms, until: Ms): World {
  const { chain } = playbook
  const sources = [...playbook.dialogues.values()].map(({ source }) => source)
  const conditions = textsIn([sources, chain.memory])
  const heard = new Set([
    ...sources.flatMap(({ begins, goal }) => [begins.when, 'of' in begins ? begins.of : begins.when, goal.when]),
    ...Object.values(chain.memory).map(({ of }) => of),
  ])
  const speaksOnWeb = sources.some(({ steps }) =>
    Object.values(steps).some((step) => 'channel' in step && step.channel === 'web'),
  )
  if (speaksOnWeb) heard.add('webVisit')
  const categories = Object.keys(chain.categories)
  const kinds = heard.has('occasion') ? distinct(namedIn(conditions, 'kind'), 'new-arrivals') : []
  const haveDays = sources.some(needsDay) || conditions.some((text) => text.includes('occasion.on'))
  const [text] = playbook.general
  return {
    stores: Object.keys(chain.stores).map((store) => storeIdSchema.parse(store)),
    zones: Object.keys(chain.zones).map((zone) => zoneIdSchema.parse(zone)),
    categories: categories.length > 0 ? categories : ['things'],
    tiers: chain.tiers,
    languages: [...new Set([chain.language, ...(text?.title.byLanguage.keys() ?? [])])],
    sizes: sizesIn(conditions),
    speaksInZones: sources.some(({ steps }) => Object.values(steps).some((step) => 'zones' in step && step.zones)),
    heard,
    meters: distinct([...namedIn(conditions, 'of'), ...measuredKeys(playbook, 'usage')], 'minutes'),
    topics: distinct([...namedIn(conditions, 'topic'), ...measuredKeys(playbook, 'call')], 'complaint'),
    occasions: occasionsOf(kinds, categories, haveDays, { seed, from, until }),
  }
}
