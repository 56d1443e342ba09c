import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Fingerprints } from './fingerprints.ts'

test('fingerprints tell new texts from seen ones as a set does, through every growth', () => {
  const seen = new Fingerprints()
  const set = new Set<string>()
  for (let n = 0; n < 60_000; n += 1) {
    const text = `${(n * 7919) % 40_000}`
    expect(seen.add(text)).toBe(!set.has(text))
    set.add(text)
  }
  expect(seen.size).toBe(set.size)
})
test('any texts', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 2 })), (texts) => {
      const seen = new Fingerprints()
      const news = texts.filter((text) => seen.add(text))
      expect(news).toEqual([...new Set(texts)])
    }),
  )
})
