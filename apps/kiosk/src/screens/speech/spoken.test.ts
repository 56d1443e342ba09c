import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { screenFrameSchema, type ScreenFrame } from '@kairos/shared/screen-state'
import type { Clock } from '@kairos/shared/time'
import { ClockProvider } from '@kairos/ui/clock-context'
import { spokenLanguages } from '../texts/texts.ts'
import { spokenFor } from './spoken.ts'

const CODE = 'KJ4M8T2Q'
const DIGITS = '4107551'
const slides = [{ title: 'Linen for short nights', body: 'Washed soft.' }]
const card = {
  ref: { dialogue: 'sandals', run: 'r', step: 'tell', version: 1, time: 1 },
  title: 'Your sandals are in',
  body: 'A pair in 39 is put by for you.',
  asks: [
    { response: 'bring', label: 'Bring them to me' },
    { response: 'no', label: 'Not today' },
  ],
  language: 'en',
  code: `https://marlow-finch.example/${CODE}`,
}
const known = {
  first: 'Ines',
  tier: 'Gold',
  birthday: true,
  size: true,
  purchases: { n: 4107, first: 1, last: 2 },
  categories: ['shoes'],
  waiting: ['Your sandals are in'],
  incentives: [],
}
const states = [
  { is: 'starting' },
  { is: 'attract', slides },
  { is: 'keypad', digits: DIGITS },
  { is: 'keypad', digits: DIGITS, problem: 'unknown' },
  { is: 'keypad', digits: '', problem: 'wait' },
  { is: 'recognising' },
  { is: 'message', card, first: 'Ines' },
  { is: 'welcome', slides, first: 'Ines' },
  { is: 'thanks', title: 'They’re on their way', body: 'To the seats by the window.' },
  { is: 'stillThere', seconds: 20 },
  { is: 'notThatCard' },
  { is: 'unreadable' },
  { is: 'offline', slides },
  { is: 'guest', slides },
  { is: 'numberHelp' },
  { is: 'about', known },
  { is: 'quietAsked' },
  { is: 'quiet' },
  { is: 'handover', handover: { title: 'Coffee is on the house', body: 'Show this upstairs.', code: CODE, until: 1 } },
  { is: 'atTill', code: CODE, items: 12 },
  { is: 'closed', why: 'hours', opens: 1 },
  { is: 'closed', why: 'muted' },
  { is: 'selfTest', checks: [] },
]
const nameOf = (state: object) =>
  Object.values(state)
    .filter((value) => typeof value === 'string' && value !== DIGITS && value.length < 12)
    .join(' ')
const frameOf = (language: string, state: object, more: object = {}): ScreenFrame =>
  screenFrameSchema.parse({ screen: 'k1', role: 'kiosk', store: 'Harbour Street', language, state, ...more })
const words = (frame: ScreenFrame) => spokenFor(frame).map(({ words }) => words)

/** What stands on the glass, as one line of text. */
let glassOf: (frame: ScreenFrame) => string
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

beforeAll(async () => {
  vi.stubGlobal('innerWidth', 1080)
  vi.stubGlobal('innerHeight', 1920)
  vi.stubGlobal('devicePixelRatio', 1)
  const { Page } = await import('../page.tsx')
  const clock: Clock = { now: () => 0, at: () => () => {} }
  glassOf = (frame) => {
    const page = createElement(Page, { frame, send() {} })
    const markup = renderToStaticMarkup(createElement(ClockProvider, { value: clock }, page))
    const text = markup
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll('&amp;', '&')
      .replaceAll('&#x27;', '’')
    return oneLine(text)
  }
})

describe.each(spokenLanguages)('what is said aloud in %s', (language) => {
  test('of every state', () => {
    const spoken = Object.fromEntries(states.map((state) => [nameOf(state), words(frameOf(language, state))]))
    expect(spoken).toMatchSnapshot()
  })

  test.each(states)('is never more than what is on the glass: $is', (state) => {
    const frame = frameOf(language, state)
    for (const sentence of words(frame)) expect(glassOf(frame)).toContain(oneLine(sentence))
  })

  test.each(states)('holds no name, no number and no code: $is', (state) => {
    const said = words(frameOf(language, state)).join(' ')
    expect(said).not.toMatch(/Ines|\d{3}/)
    expect(said).not.toContain(CODE)
  })

  test.each(states.filter((state) => !('why' in state && state.why === 'muted')))('is something: $is', (state) => {
    expect(words(frameOf(language, state)).length).toBeGreaterThan(0)
  })
})

test('help that comes is said, and that a cart is on its own', () => {
  expect(words(frameOf('en', { is: 'quiet' }, { called: 'coming' }))).toContain('A colleague is on the way to you.')
  const alone = { role: 'cart', hub: 'down' }
  expect(words(frameOf('en', { is: 'quiet' }, alone)).at(-1)).toMatch(/offline/)
})

test('the chain’s words are said in their own language, and a long number in them is not said at all', () => {
  const german = { ...card, language: 'de', title: 'Ihre Karte 4107 5511 ist da', body: 'Bitte abholen.', asks: [] }
  expect(spokenFor(frameOf('es', { is: 'message', card: german }))).toEqual([
    { words: 'Bitte abholen.', language: 'de' },
  ])
})

test('a screen that everybody sees says nothing', () => {
  expect(words(frameOf('en', { is: 'message', card }, { role: 'aisle' }))).toEqual([])
})
