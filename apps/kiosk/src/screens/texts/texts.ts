import { createIntl, createIntlCache, type MessageFormatElement } from 'react-intl'
import type { Ms } from '@kairos/shared/time'
import arabic from './ar.json' with { type: 'json' }
import german from './de.json' with { type: 'json' }
import english from './en.json' with { type: 'json' }
import spanish from './es.json' with { type: 'json' }

export type TextKey = keyof typeof english
/** As they are written, or as `compile-texts.ts` has taken them apart for the page. */
type Sentences = Record<TextKey, string> | Record<TextKey, MessageFormatElement[]>

/** Every sentence that the page itself says to a shopper, by language. What the chain says comes with its messages. */
const LANGUAGES: ReadonlyMap<string, Sentences> = new Map([
  ['en', english],
  ['es', spanish],
  ['de', german],
  ['ar', arabic],
])

export const spokenLanguages: readonly string[] = [...LANGUAGES.keys()]

const DATES = {
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  /** A day of this week or the next, and the time. */
  soon: { weekday: 'long', hour: 'numeric', minute: '2-digit' },
} as const

/** What a page says in one language, with that language's plurals, dates and numbers. */
export interface Texts {
  /** The language these sentences are in. */
  language: string
  say: (key: TextKey, values?: Record<string, string | number>) => string
  date: (time: Ms, form: keyof typeof DATES) => string
  number: (n: number) => string
  list: (parts: readonly string[]) => string
  /** What this language calls a language. */
  nameOf: (language: string) => string
}

const first = (language: string) => language.split('-', 1)[0]?.toLowerCase() ?? ''
const isTag = (language: string) => {
  try {
    return Intl.getCanonicalLocales(language).length === 1
  } catch {
    return false
  }
}

function make(language: string): Texts {
  const spoken = LANGUAGES.has(first(language)) && isTag(language) ? language : 'en'
  const messages = LANGUAGES.get(first(spoken)) ?? english
  // Western digits everywhere: they are compared with card, shelf and till.
  const locale = `${spoken.split('-u-', 1)[0] ?? spoken}-u-nu-latn`
  const intl = createIntl({ locale, messages }, createIntlCache())
  return {
    language: spoken,
    say: (id, values) => intl.formatMessage<Record<string, string | number>>({ id }, values ?? {}),
    date: (time, form) => intl.formatDate(time, DATES[form]),
    number: (n) => intl.formatNumber(n),
    list: (parts) => intl.formatList([...parts]),
    nameOf: (name) => intl.formatDisplayName(name, { type: 'language' }) ?? name,
  }
}

const made = new Map<string, Texts>()

/** The page's sentences in a language (a BCP 47 tag); English where it is not spoken. */
export function textsFor(language: string): Texts {
  const texts = made.get(language) ?? make(language)
  made.set(language, texts)
  return texts
}
