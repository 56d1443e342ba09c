import { expect, test } from 'vitest'
import { screenIdSchema } from '@kairos/shared/ids'
import { answered, requested, requestKey, type Request } from './requests.ts'

const screen = screenIdSchema.parse('kiosk-1')
const coming = (is: 'coming' | 'over'): Request => ({ about: 'coming', message: { screen, is } })

test('what the hub took is forgotten, for its state says so; what it refused stays with the reason', () => {
  const going = coming('coming')
  const asked = requested(new Map(), going)
  expect(asked.get(requestKey('coming', screen))).toMatchObject({ is: 'pending' })
  expect(answered(asked, going, { kept: true }).size).toBe(0)
  const refused = answered(asked, going, { refused: 'no' })
  expect(refused.get(requestKey('coming', screen))).toMatchObject({ is: 'refused', why: 'no' })
  expect(requested(refused, going).get(requestKey('coming', screen))).not.toHaveProperty('why')
})

test('a reply to an earlier press says nothing about the last one', () => {
  const [first, last] = [coming('coming'), coming('over')]
  const asked = requested(requested(new Map(), first), last)
  expect(answered(asked, first, { kept: true })).toBe(asked)
  expect(answered(asked, last, { kept: true }).size).toBe(0)
})
