import { expect, test } from 'vitest'
import { isForThePage } from './lock-contents.ts'

const none = { control: false, alt: false, meta: false }

test('what types reaches the page, AltGr and all; what commands does not', () => {
  for (const key of ['a', 'Z', '7', ';', 'Enter', 'Tab', 'Backspace', ' ', 'Shift', 'ArrowLeft', 'F'])
    expect([key, isForThePage({ ...none, key })]).toEqual([key, true])
  expect(isForThePage({ ...none, control: true, alt: true, key: '@' })).toBe(true)
  for (const key of ['F1', 'F5', 'F12', 'BrowserBack', 'LaunchMail', 'PrintScreen', 'ContextMenu'])
    expect([key, isForThePage({ ...none, key })]).toEqual([key, false])
  expect(isForThePage({ ...none, control: true, key: 'r' })).toBe(false)
  expect(isForThePage({ ...none, control: true, alt: true, key: 'Delete' })).toBe(false)
  expect(isForThePage({ ...none, meta: true, key: 'q' })).toBe(false)
  expect(isForThePage({ ...none, alt: true, key: 'ArrowLeft' })).toBe(false)
})
