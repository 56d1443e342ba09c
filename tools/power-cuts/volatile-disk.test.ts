import { expect, test } from 'vitest'
import { Random } from '../chain/random.ts'
import { LOSSES, SECTOR, VolatileDisk, type Loss } from './volatile-disk.ts'

const sector = (fill: number) => Buffer.alloc(SECTOR, fill)
const disk = () => new VolatileDisk(Buffer.alloc(64 * SECTOR))
const first = (of: VolatileDisk, count: number) =>
  Array.from({ length: count }, (_, n) => of.read(n * SECTOR, SECTOR)[0] ?? 0)

test('what was written is read back at once, and after a flush survives any cut', () => {
  for (const loss of LOSSES) {
    const one = disk()
    one.write(SECTOR, sector(7))
    expect(first(one, 2)).toEqual([0, 7])
    expect(one.isWaiting).toBe(true)
    one.flush()
    expect(one.isWaiting).toBe(false)
    one.write(SECTOR, sector(8))
    one.cut(new Random(1, loss), loss)
    expect([7, 8]).toContain(first(one, 2)[1])
  }
})

test('without a flush everything may be lost, or any of it, or what came last; never what was flushed', () => {
  const outcomes = (loss: Loss) =>
    Array.from({ length: 200 }, (_, seed) => {
      const one = disk()
      one.write(0, sector(1))
      one.flush()
      for (let n = 1; n < 4; n++) one.write(n * SECTOR, sector(n + 1))
      const { waiting, lost } = one.cut(new Random(seed), loss)
      const kept = first(one, 4)
      expect([kept[0], waiting, lost]).toEqual([1, 3, kept.filter((each) => each === 0).length])
      return kept.slice(1).join(' ')
    })
  const seen = (loss: Loss) => [...new Set(outcomes(loss))].toSorted()
  expect(seen('all')).toEqual(['0 0 0'])
  expect(seen('all from some moment on')).toEqual(['0 0 0', '2 0 0', '2 3 0', '2 3 4'])
  expect(seen('any sector')).toHaveLength(8)
})

test('a long write is torn between its sectors', () => {
  const one = disk()
  one.write(0, Buffer.alloc(8 * SECTOR, 9))
  const { lost } = one.cut(new Random(3), 'any sector')
  expect(lost).toBeGreaterThan(0)
  expect(lost).toBeLessThan(8)
})
