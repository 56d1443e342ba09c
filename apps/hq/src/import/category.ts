/** One rule of a mapping: an article whose name contains one of the words, or whose number is listed, `is` that. */
export type CategoryRule = { contains?: string[] | undefined; sku?: string[] | undefined; is: string }

/** What a rule says of postage and bank charges: no category at all. */
export const NO_CATEGORY = 'none'

/** Articles whose answer is kept; a chain's whole range mostly fits. */
const MAX_KEPT = 20_000

export type CategoryOf = (sku: string, name: string) => { category?: string; by: 'rule' | 'otherwise' }

const escape = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** Whole words, in any case; a plural -S or -ES of the last word also counts, so that `MUG` finds `MUGS`, not `SMUG`. */
const wordsPattern = (words: readonly string[]): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${words.map((each) => escape(each.trim()).replaceAll(/\s+/g, '\\s+')).join('|')})(?:e?s)?(?![\\p{L}\\p{N}])`,
    'iu',
  )

const answer = (is: string | undefined, by: 'rule' | 'otherwise') =>
  is === undefined || is === NO_CATEGORY ? { by } : { category: is, by }

/** The first rule that fits an article names its category; `otherwise` stands for what no rule knows. */
export function categoriser(rules: readonly CategoryRule[], otherwise: string | undefined): CategoryOf {
  const compiled = rules.map((rule) => ({
    skus: new Set(rule.sku ?? []),
    words: rule.contains === undefined || rule.contains.length === 0 ? undefined : wordsPattern(rule.contains),
    is: rule.is,
  }))
  const kept = new Map<string, ReturnType<CategoryOf>>()

  return (sku, name) => {
    const key = `${sku}\n${name}`
    let found = kept.get(key)
    if (found === undefined) {
      const rule = compiled.find(({ skus, words }) => skus.has(sku) || words?.test(name) === true)
      found = rule === undefined ? answer(otherwise, 'otherwise') : answer(rule.is, 'rule')
      if (kept.size >= MAX_KEPT) kept.clear()
      kept.set(key, found)
    }
    return found
  }
}
