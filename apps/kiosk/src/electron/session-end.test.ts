import { expect, test } from 'vitest'
import type { ScreenState } from '@kairos/shared/screen-state'
import { endsSession } from './session-end.ts'

const keypad: ScreenState = { is: 'keypad', digits: '12' }
const attract: ScreenState = { is: 'attract', slides: [] }
const offline: ScreenState = { is: 'offline', slides: [] }
const recognising: ScreenState = { is: 'recognising' }
const still: ScreenState = { is: 'stillThere', seconds: 3 }
const welcome: ScreenState = { is: 'welcome', slides: [], first: 'Anna' }

const closed: ScreenState = { is: 'closed', why: 'hours' }
const guest: ScreenState = { is: 'guest', slides: [{ title: 'Autumn', body: '' }] }

test('a session ends where nobody is shown any more, and where a card takes its place', () => {
  for (const before of [keypad, still, welcome])
    for (const after of [attract, offline, recognising, closed, guest]) expect(endsSession(before, after)).toBe(true)
  expect(endsSession(still, welcome)).toBe(false)
  expect(endsSession(recognising, welcome)).toBe(false)
  expect(endsSession(attract, keypad)).toBe(false)
  expect(endsSession(attract, guest)).toBe(false)
  expect(endsSession(guest, guest)).toBe(false)
  expect(endsSession(guest, attract)).toBe(true)
  expect(endsSession(attract, offline)).toBe(false)
})
