import { expect, test } from 'vitest'
import { slideDensity, titleLength } from './text-density.ts'

const words = (title: number, body: number) => ({ title: 'x'.repeat(title), body: 'x'.repeat(body) })

test('a slide is set closer near the limits of the house style, and closer still beyond them', () => {
  expect(slideDensity(words(40, 80))).toBeUndefined()
  expect(slideDensity(words(40, 120))).toBe('full')
  expect(slideDensity(words(41, 20))).toBe('dense')
  expect(slideDensity(words(12, 121))).toBe('dense')
})

test('a title is short, usual or long', () => {
  expect([22, 23, 40, 41].map((length) => titleLength('x'.repeat(length)))).toEqual(['short', 'usual', 'usual', 'long'])
})
