import type { Customer, MemoryEntry } from '@kairos/shared/customer'
import type { KnownOfHer } from '@kairos/shared/screen-state'
import { isKnown, knownProfile } from './known.ts'
import type { EventKind, MemorySource } from './language.ts'
import type { Playbooks } from './playbook.ts'
import { NOTHING_KNOWN, renderText, type CompiledText } from './templates.ts'

const MOST_CATEGORIES = 12
const MOST_LINES = 20

/** What the store knows of her, for herself to read. `waiting`: titles of what waits to be said to her. */
export function knownOfHer(playbooks: Playbooks, customer: Customer, waiting: readonly string[]): KnownOfHer {
  const { profile, consent, incentives = {} } = customer
  const { first, tier, birthday, size } = knownProfile(customer)
  const purchases = remembered(playbooks, customer, 'purchase', undefined)
  const visits = remembered(playbooks, customer, 'visit', undefined)
  const marketing = consent['marketing']?.given
  const { language } = profile
  const words = (text: CompiledText | undefined, name: string) =>
    text ? renderText(text, language, NOTHING_KNOWN) : name
  return {
    ...(first === undefined ? {} : { first }),
    ...(language === undefined ? {} : { language }),
    ...(tier === undefined ? {} : { tier }),
    birthday: birthday !== undefined,
    size: size !== undefined,
    ...(purchases && 'n' in purchases ? { purchases: pick(purchases) } : {}),
    categories: categoriesOf(playbooks, customer).map((name) => words(playbooks.current.categories.get(name), name)),
    ...(visits && 'n' in visits ? { visits: { n: visits.n, last: visits.last } } : {}),
    waiting: waiting.slice(0, MOST_LINES),
    incentives: Object.entries(incentives)
      .slice(0, MOST_LINES)
      .map(([name, { expires }]) => ({ name: words(playbooks.current.incentives.get(name), name), until: expires })),
    ...(marketing === undefined ? {} : { consent: marketing }),
  }
}

const pick = ({ n, first, last }: { n: number; first: number; last: number }) => ({ n, first, last })

/** What memory keeps of all events of a kind, if it is complete and hers alone; how it is called is the chain's own matter. */
function remembered(
  playbooks: Playbooks,
  customer: Customer,
  of: EventKind,
  by: MemorySource['by'],
): MemoryEntry | undefined {
  const entries = [...playbooks.current.memory].filter(([, each]) => each.of === of && each.by === by && !each.where)
  const [name] = entries.find(([name]) => isKnown({ customer, playbooks }, name)) ?? []
  return name === undefined ? undefined : customer.memory[name]
}

/** The most frequent first. */
function categoriesOf(playbooks: Playbooks, customer: Customer): string[] {
  const entry = remembered(playbooks, customer, 'purchase', 'category')
  if (!entry || !('by' in entry)) return []
  const counted = Object.entries(entry.by).filter(([, { n }]) => n > 0)
  return counted
    .toSorted(([, a], [, b]) => b.n - a.n)
    .slice(0, MOST_CATEGORIES)
    .map(([name]) => name)
}
