/** What can be varied, each by its values; the first two are combined in full. */
export type Factors = Readonly<Record<string, readonly string[]>>
export type Choice = Readonly<Record<string, string>>

const pairsOf = (choice: Choice): string[] => {
  const parts = Object.entries(choice).map(([factor, value]) => `${factor}=${value}`)
  return parts.flatMap((one, n) => parts.slice(n + 1).map((other) => `${one} ${other}`))
}

/** Every combination of all values. */
export const product = (factors: Factors): Choice[] =>
  Object.entries(factors).reduce<Choice[]>(
    (choices, [factor, values]) => choices.flatMap((choice) => values.map((value) => ({ ...choice, [factor]: value }))),
    [{}],
  )

/**
 * So few combinations that every value of every factor still meets every value of every other one: most of what is
 * wrong with a page is wrong for two things together. Each of the first two factors' combinations is there, and takes
 * those of the other values that bring the most new meetings; what has not met then meets in some more.
 */
export function pairwise(factors: Factors): Choice[] {
  const names = Object.keys(factors)
  const part = (of: readonly string[]) => product(Object.fromEntries(of.map((name) => [name, factors[name] ?? []])))
  const times = new Map<string, number>()
  const met = (pair: string) => times.get(pair) ?? 0
  const take = (choice: Choice) => {
    for (const pair of pairsOf(choice)) times.set(pair, met(pair) + 1)
    return choice
  }
  // First what has never met, above all with the first factor, whose values come least often; then what met least.
  const worth = (pair: string) => (met(pair) > 0 ? -met(pair) : pair.startsWith(`${names[0]}=`) ? 3000 : 1000)
  const worthOf = (choice: Choice) => pairsOf(choice).reduce((sum, pair) => sum + worth(pair), 0)
  const best = (choices: Choice[]) => choices.reduce((most, one) => (worthOf(one) > worthOf(most) ? one : most))
  const rests = part(names.slice(2))
  const full = part(names.slice(0, 2)).map((head) => take(best(rests.map((rest) => ({ ...head, ...rest })))))
  const more = product(factors).filter((choice) => pairsOf(choice).some((pair) => met(pair) === 0) && take(choice))
  return [...full, ...more]
}
