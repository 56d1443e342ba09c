import { expect, test } from 'vitest'
import { occasionViewSchema } from '@kairos/shared/hq-views'
import { occasionLine } from './commands.ts'

test('how far an occasion is, and how it ended, in one line', () => {
  const what = { id: 'a', kind: 'show', name: 'coats', category: 'coats', announced: 1, of: 12_000 }
  const line = (done: number, ended: boolean) =>
    occasionLine(occasionViewSchema.parse({ ...what, done, reached: done / 2, ended }))
  expect(line(3000, false)).toBe('3,000 of 12,000 customers looked at, 1,500 reached')
  expect(line(12_000, true)).toBe('6,000 customers reached.')
  expect(line(3000, true)).toBe('Its day was over after 3,000 of 12,000 customers looked at, 1,500 reached.')
})
