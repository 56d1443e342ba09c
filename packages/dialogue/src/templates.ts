import { Liquid, type Template } from 'liquidjs'
import { fail, ok, type Result } from '@kairos/shared/result'
import { dayInWords } from './day-words.ts'
import type { Text } from './language.ts'

/** What a template may name. */
export type TemplateScope = {
  /**
   * Nothing in it where it must not be told who is spoken to. `size` stands there in any case: of an object that has
   * none, Liquid takes the word for the number of its keys.
   */
  customer: { first?: string | undefined; tier?: string | undefined; size: string | undefined }
  /** What the run is about: its key, and its name in the reader's language. */
  about: string
  category: string
  /** The day of the occasion that the run is about, `2025-03-27`; a text says it in its own language. */
  occasion: { on?: string | undefined }
  store: { name?: string | undefined }
}

/** Where nothing is known of whoever reads. */
export const NOTHING_KNOWN: TemplateScope = {
  customer: { size: undefined },
  about: '',
  category: '',
  occasion: {},
  store: {},
}

/** All that templates can name. */
export const VARIABLES = [
  'customer.first',
  'customer.tier',
  'customer.size',
  'about',
  'category',
  'occasion.on',
  'store.name',
] as const
const KNOWN = new Set<string>(['customer', ...VARIABLES])

/**
 * Output is plain text: whoever puts it into HTML escapes it there (React does so by itself).
 * Files cannot be included. Templates are bounded by size, not by time: a limit by the clock would make
 * `choose` depend on how busy the machine is.
 */
const liquid = new Liquid({
  strictFilters: true,
  lenientIf: true,
  ownPropertyOnly: true,
  parseLimit: 20_000,
  memoryLimit: 100_000,
  templates: {},
})

/** A text in every language it was written in. */
export type CompiledText = {
  fallback: string
  byLanguage: ReadonlyMap<string, Template[]>
  /** The variables that it names, in any language. */
  names: ReadonlySet<string>
}

/** Compiles one text; the failure names the language and what is wrong. */
export function compileText(text: Text, fallback: string): Result<CompiledText, string> {
  const sources = typeof text === 'string' ? { [fallback]: text } : text
  const byLanguage = new Map<string, Template[]>()
  const names = new Set<string>()
  for (const [language, source] of Object.entries(sources)) {
    try {
      const template = liquid.parse(source)
      const named = liquid.fullVariablesSync(template)
      for (const name of named) names.add(name)
      const unknown = named.find((name) => !KNOWN.has(name))
      if (unknown !== undefined) return fail(`${language}: there is no variable ${unknown}`)
      byLanguage.set(language, template)
    } catch (error) {
      return fail(`${language}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (!byLanguage.has(fallback)) return fail(`the chain's own language, ${fallback}, is missing`)
  return ok({ fallback, byLanguage, names })
}

/** The language that this text will be given in to a reader of `language`: `de-AT` reads `de`. */
export function languageOf(text: CompiledText, language: string | undefined): string {
  if (language !== undefined) {
    if (text.byLanguage.has(language)) return language
    const base = language.split('-')[0] ?? language
    if (text.byLanguage.has(base)) return base
  }
  return text.fallback
}

/** Renders in the reader's language, white space tidied. */
export function renderText(text: CompiledText, language: string | undefined, scope: TemplateScope): string {
  const written = languageOf(text, language)
  const template = text.byLanguage.get(written) ?? []
  const { on } = scope.occasion
  const rendered: unknown = liquid.renderSync(
    template,
    on === undefined ? scope : { ...scope, occasion: { on: dayInWords(on, written) } },
  )
  return String(rendered).replaceAll(/\s+/g, ' ').trim()
}
