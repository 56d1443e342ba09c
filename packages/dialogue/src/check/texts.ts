import type { ChainSource, DialogueSource, Text } from '../language.ts'
import { compileText, NOTHING_KNOWN, renderText, type TemplateScope } from '../templates.ts'
import type { Path, Report } from './reporter.ts'

type PlacedText = { text: Text; path: Path }
type Slide = { title: Text; body: Text; picture?: string | undefined }

/** Two readers: one of whom everything is known, and one of whom nothing is. */
export const READERS: readonly TemplateScope[] = [
  {
    customer: { first: 'Anna', tier: 'gold', size: '38' },
    about: 'shoes',
    category: 'shoes',
    occasion: { on: '2025-03-27' },
    store: { name: 'Anna’s' },
  },
  NOTHING_KNOWN,
]

function slideTexts(slide: Slide, path: Path): PlacedText[] {
  return [
    { text: slide.title, path: [...path, 'title'] },
    { text: slide.body, path: [...path, 'body'] },
  ]
}

/** Every text that a customer or an associate may read. */
export function textsOf(dialogue: DialogueSource): PlacedText[] {
  return Object.entries(dialogue.steps).flatMap(([name, step]) => {
    if ('branch' in step) return []
    const at = (...path: string[]): Path => ['steps', name, ...path]
    const { message } = step
    const asks = Object.entries(step.asks).flatMap(([response, { label, thanks }]) => [
      { text: label, path: at('asks', response, 'label') },
      ...(thanks ? slideTexts(thanks, at('asks', response, 'thanks')) : []),
    ])
    const lines = (message.list ?? []).map((text, n) => ({ text, path: [...at('message', 'list'), n] }))
    const open = message.public ? slideTexts(message.public, at('message', 'public')) : []
    return [...slideTexts(message, at('message')), ...lines, ...open, ...asks]
  })
}

const named = (where: string, names: Record<string, { name: Text }>): PlacedText[] =>
  Object.entries(names).map(([key, { name }]) => ({ text: name, path: [where, key, 'name'] }))

export function textsOfChain(chain: ChainSource): PlacedText[] {
  return [
    ...Object.entries(chain.categories).map(([key, text]) => ({ text, path: ['categories', key] })),
    ...named('zones', chain.zones),
    ...named('incentives', chain.incentives),
    ...chain.general.flatMap((slide, n) => slideTexts(slide, ['general', n])),
  ]
}

/** Texts render for whoever reads them, and are there in every language that the chain promised. */
export function checkTexts(texts: readonly PlacedText[], chain: ChainSource, report: Report): void {
  for (const { text, path } of texts) {
    checkLanguages(text, path, chain, report)
    const compiled = compileText(text, chain.language)
    // It has been named by the compiler (K201).
    if (!compiled.ok) continue
    const failure = [...compiled.value.byLanguage.keys()]
      .flatMap((language) => READERS.map((reader) => ({ language, reader })))
      .map(({ language, reader }) => attempt(language, () => renderText(compiled.value, language, reader)))
      .find((each) => each !== undefined)
    if (failure !== undefined) report('K205', path, failure, 'Try it with less.')
  }
}

function attempt(language: string, render: () => string): string | undefined {
  try {
    render()
    return undefined
  } catch (error) {
    return `${language}: ${error instanceof Error ? error.message.split(', line')[0] : String(error)}`
  }
}

/** A text that is nothing but a variable has no language. */
const hasWords = (text: string): boolean => /\p{L}/u.test(text.replaceAll(/\{\{.*?\}\}|\{%.*?%\}/gs, ''))

function checkLanguages(text: Text, path: Path, { language, languages }: ChainSource, report: Report): void {
  const written = typeof text === 'string' ? { [language]: text } : text
  if (!Object.values(written).some(hasWords)) return
  const missing = languages.filter((each) => !Object.hasOwn(written, each))
  if (missing.length > 0)
    report(
      'K207',
      path,
      `it is not written in ${missing.join(', ')}`,
      `Write it as { ${languages.join(': ..., ')}: ... }.`,
    )
}
