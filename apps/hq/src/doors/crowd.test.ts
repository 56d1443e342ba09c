import { expect, test } from 'vitest'
import { Crowd } from './crowd.ts'
import { Turns } from './turns.ts'

test('SPEC 28: a few hubs begin at once; many that come together are spread over what they cost', () => {
  const crowd = new Crowd()
  for (let n = 0; n < 20; n++) expect(crowd.arrived(n, 0.9)).toBe(0)
  const waits = Array.from({ length: 980 }, (_, n) => crowd.arrived(20 + n, (n % 10) / 10))
  expect(Math.max(...waits)).toBeGreaterThan(15_000)
  expect(Math.max(...waits)).toBeLessThan(20_000)
  expect(Math.min(...waits)).toBe(0)
  expect(crowd.arrived(30_000, 0.9)).toBe(0)
})

test('SPEC 29: at most so many do something at once, in the order in which they came, whatever fails', async () => {
  const turns = new Turns(2)
  const ends: ((fails: boolean) => void)[] = []
  const began: number[] = []
  const settled = [0, 1, 2, 3].map((n) =>
    turns
      .take(() => {
        began.push(n)
        return new Promise<void>((resolve, reject) =>
          ends.push((fails) => (fails ? reject(new Error('no')) : resolve())),
        )
      })
      .catch(() => 'failed'),
  )
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  await settle()
  expect(began).toEqual([0, 1])
  ends[0]?.(true)
  await settle()
  expect(began).toEqual([0, 1, 2])
  for (const n of [1, 2]) ends[n]?.(false)
  await settle()
  ends[3]?.(false)
  expect(await Promise.all(settled)).toEqual(['failed', undefined, undefined, undefined])
})
