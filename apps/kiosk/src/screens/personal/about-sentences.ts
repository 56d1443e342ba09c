import type { KnownOfHer } from '@kairos/shared/screen-state'
import type { Texts } from '../texts/texts.ts'

export interface Group {
  heading: string
  sentences: string[]
}

function ofHerself({ first, language, tier, birthday, size }: KnownOfHer, { say, nameOf }: Texts): string[] {
  return [
    ...(first === undefined ? [] : [say('about.name', { first })]),
    ...(language === undefined ? [] : [say('about.language', { language: nameOf(language) })]),
    ...(tier === undefined ? [] : [say('about.tier', { tier })]),
    ...(birthday ? [say('about.birthday')] : []),
    ...(size ? [say('about.size')] : []),
  ]
}

function ofHerShopping({ purchases, visits, categories }: KnownOfHer, { say, date, list }: Texts): string[] {
  const bought =
    purchases &&
    say('about.purchases', {
      n: purchases.n,
      first: date(purchases.first, 'month'),
      last: date(purchases.last, 'day'),
    })
  return [
    ...(bought === undefined ? [] : [bought]),
    ...(categories.length === 0 ? [] : [say('about.categories', { list: list(categories) })]),
    ...(visits === undefined ? [] : [say('about.visits', { n: visits.n, last: date(visits.last, 'day') })]),
  ]
}

function keptForHer({ waiting, incentives }: KnownOfHer, { say, date }: Texts): string[] {
  return [
    ...incentives.map(({ name, until }) => say('about.incentive', { name, until: date(until, 'day') })),
    ...waiting.map((title) => say('about.waiting', { title })),
  ]
}

const CONSENT = { true: 'about.consentYes', false: 'about.consentNo', undefined: 'about.consentOpen' } as const

/** What is known of her in plain sentences, grouped; groups of which nothing is known are left out. */
export function aboutHer(known: KnownOfHer, texts: Texts): Group[] {
  const { say } = texts
  const groups = [
    { heading: say('about.you'), sentences: ofHerself(known, texts) },
    { heading: say('about.shopping'), sentences: ofHerShopping(known, texts) },
    { heading: say('about.forYou'), sentences: keptForHer(known, texts) },
  ].filter(({ sentences }) => sentences.length > 0)
  const none = groups.length === 0 ? [{ heading: say('about.you'), sentences: [say('about.nothing')] }] : []
  const consent = say(CONSENT[`${known.consent}`])
  return [...groups, ...none, { heading: say('about.speaking'), sentences: [consent, say('about.change')] }]
}

/** Groups in pages of at most so many sentences: a long group goes on on the next page under its own heading. */
export function inPages(groups: readonly Group[], most: number): Group[][] {
  const pages: Group[][] = []
  let room = 0
  for (const { heading, sentences } of groups) {
    for (let at = 0; at < sentences.length;) {
      if (room === 0 || (at === 0 && room < Math.min(sentences.length, most) && room < most / 2)) {
        pages.push([])
        room = most
      }
      const part = sentences.slice(at, at + room)
      pages.at(-1)?.push({ heading, sentences: part })
      at += part.length
      room -= part.length
    }
  }
  return pages
}
