import { describe, expect, it } from 'vitest'
import { fitFloor } from './fit.ts'

describe('the floor', () => {
  it('is about full size on a full-size desk and smaller on a laptop', () => {
    expect(fitFloor(1600, 1016).k).toBeGreaterThan(0.9)
    const laptop = fitFloor(1150, 836)
    expect(laptop.k).toBeGreaterThan(0.6)
    expect(laptop.k).toBeLessThan(0.8)
  })

  it('never gets so small that nothing can be read, nor endless', () => {
    expect(fitFloor(300, 200).k).toBe(0.5)
    expect(fitFloor(9000, 9000).k).toBe(1.6)
  })

  it('never shrinks when it gets more room', () => {
    for (let width = 700; width < 2600; width += 100) {
      for (let height = 500; height < 1500; height += 100) {
        const { k } = fitFloor(width, height)
        expect(fitFloor(width + 50, height).k).toBeGreaterThanOrEqual(k)
        expect(fitFloor(width, height + 50).k).toBeGreaterThanOrEqual(k)
      }
    }
  })
})
