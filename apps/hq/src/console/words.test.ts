import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '@kairos/shared/time'
import { ago, length, money, toldLater } from './words.ts'

describe('words', () => {
  it('say how long in the largest unit', () => {
    expect(length(59 * MINUTE)).toBe('59\u00a0min')
    expect(length(3.7 * HOUR)).toBe('3\u00a0h')
    expect(length(DAY)).toBe('1\u00a0day')
    expect(length(8 * DAY)).toBe('8\u00a0days')
    expect(length(0)).toBe('0\u00a0s')
  })

  it('say how long ago, both ways', () => {
    expect(ago(100_000, 103_000)).toBe('just now')
    expect(ago(0, 3 * HOUR)).toBe('3\u00a0h ago')
    expect(ago(8 * DAY, 0)).toBe('in 8\u00a0days')
  })

  it('say that a fact came late only when it did', () => {
    expect(toldLater(0, 59 * SECOND)).toBeUndefined()
    expect(toldLater(0, 3 * HOUR)).toBe('told 3\u00a0h later')
  })

  it('show minor units with two decimals', () => {
    expect(money(123456)).toMatch(/^1.?234.56$/)
  })
})
