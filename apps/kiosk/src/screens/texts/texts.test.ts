import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isArgumentElement, parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { describe, expect, test } from 'vitest'
import { spokenLanguages, textsFor, type TextKey } from './texts.ts'

const SCREENS = join(import.meta.dirname, '..')
const read = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(import.meta.dirname, `${language}.json`), 'utf8'))
const english = read('en')
const keys = Object.keys(english)
const sources = readdirSync(SCREENS, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(SCREENS, name), 'utf8'))
  .join('\n')

/** The names that a sentence takes, and how each is used. */
function taken(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (isArgumentElement(element)) return [element.value]
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return []
    return [element.value, ...Object.values(element.options).flatMap(({ value }) => taken(value))]
  })
}
const namesIn = (sentence = '') => [...new Set(taken(parse(sentence)))].toSorted()

/** The plural forms that a sentence has words for. */
const formsIn = (elements: readonly MessageFormatElement[]): string[] =>
  elements.flatMap((element) => (element.type === TYPE.plural ? Object.keys(element.options) : []))

describe.each(spokenLanguages)('the sentences in %s', (language) => {
  const sentences = read(language)

  test('none is missing and none is too many', () => {
    expect(Object.keys(sentences)).toEqual(keys)
  })

  test('each takes what the English one takes', () => {
    for (const key of keys) expect(namesIn(sentences[key]), key).toEqual(namesIn(english[key]))
  })

  test('each plural has all the forms that the language has for whole numbers', () => {
    const rules = new Intl.PluralRules(language)
    // What a shopper can have bought: the forms that some languages keep for millions need no words.
    const needed = [...new Set(Array.from({ length: 1000 }, (_, n) => rules.select(n)))]
    for (const [key, sentence] of Object.entries(sentences)) {
      const forms = formsIn(parse(sentence))
      if (forms.length > 0) expect(forms, key).toEqual(expect.arrayContaining(needed))
    }
  })

  test('titles have at most 40 characters, bodies at most 120, and digits are Western', () => {
    for (const [key, sentence] of Object.entries(sentences)) {
      if (key.endsWith('.title')) expect(sentence.length, key).toBeLessThanOrEqual(40)
      if (key.endsWith('.body')) expect(sentence.length, key).toBeLessThanOrEqual(key === 'atTill.body' ? 999 : 125)
    }
    const texts = textsFor(language)
    expect(texts.say('atTill.body', { items: 2345 })).not.toMatch(/[\u0660-\u0669\u06f0-\u06f9]/)
    expect(texts.date(Date.UTC(2026, 5, 18, 12), 'day')).toMatch(/2026/)
  })
})

test('every sentence is said somewhere', () => {
  // A key can be put together: `way.${way}`, `${state.is}.title`.
  const put = [...sources.matchAll(/`([a-zA-Z.]*)\$\{[^}]+\}([a-zA-Z.]*)`/g)].map(([, before, after]) => [
    before,
    after,
  ])
  const isSaid = (key: string) =>
    sources.includes(`'${key}'`) ||
    put.some(([before = '', after = '']) => before + after !== '' && key.startsWith(before) && key.endsWith(after))
  expect(keys.filter((key) => !isSaid(key))).toEqual([])
})

describe('which language is spoken', () => {
  test.each([
    ['de-CH', 'de-CH'],
    ['AR-eg', 'AR-eg'],
    ['fr', 'en'],
    ['', 'en'],
    ['en_GB!', 'en'],
  ])('for %s it is %s', (asked, spoken) => {
    expect(textsFor(asked).language).toBe(spoken)
  })

  test.each<[string, number, TextKey, string]>([
    ['en', 1, 'basket.toTill', '1 item: take it to the till'],
    ['de', 3, 'basket.toTill', '3 Artikel an die Kasse'],
    ['ar', 2, 'basket.toTill', 'مشتريان إلى الصندوق'],
    ['ar', 11, 'basket.toTill', '11 مشترى إلى الصندوق'],
    ['es', 1, 'basket.toTill', 'Llevar 1 artículo a la caja'],
  ])('%s counts %i as it counts', (language, items, key, words) => {
    expect(textsFor(language).say(key, { items })).toBe(words)
  })
})
