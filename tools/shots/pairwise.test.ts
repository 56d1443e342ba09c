import { expect, test } from 'vitest'
import { pairwise, product, type Factors } from './pairwise.ts'

const count = (n: number, name: string) => Array.from({ length: n }, (_, i) => `${name}${i}`)

test.each<Factors>([
  { state: count(26, 's'), words: count(5, 'w'), size: count(2, 'z'), dress: count(4, 'd'), comfort: count(3, 'c') },
  { state: count(6, 's'), words: count(5, 'w'), size: count(2, 'z'), dress: count(4, 'd') },
])('every value meets every other one in so few shots as the first two factors have combinations', (factors) => {
  const shots = pairwise(factors)
  const names = Object.keys(factors)
  for (const [n, one] of names.entries())
    for (const other of names.slice(n + 1))
      for (const a of factors[one] ?? [])
        for (const b of factors[other] ?? [])
          expect(
            shots.some((shot) => shot[one] === a && shot[other] === b),
            `${a} with ${b}`,
          ).toBe(true)
  const least = (factors['state']?.length ?? 0) * (factors['words']?.length ?? 0)
  expect(shots.length).toBeLessThanOrEqual(least * 1.1)
  expect(product(factors).length).toBeGreaterThan(shots.length * 7)
})
