import { expect, test } from 'vitest'
import { selfTest } from './self-test.ts'
import { newSession, type Session, type SessionInput } from './session/state.ts'

const session: Session = { ...newSession('kiosk'), at: { is: 'selfTest' } }
const press = (input: Extract<SessionInput, { is: 'press' }>['input']): SessionInput => ({ is: 'press', input })

test('the installer is told of each part what is well, what is ill, and what nobody has tried', () => {
  const told: string[] = []
  const found = (checks: { what: string; is: string }[]) =>
    void told.push(checks.map(({ what, is }) => `${what} ${is}`).join(', '))
  const tested = selfTest({ size: { width: 1080, height: 1920 }, found })
  const is = (input: SessionInput, at = session) =>
    Object.fromEntries(tested.look(at, input).map(({ what, is }) => [what, is]))
  expect(is({ is: 'tick' })).toEqual({
    hub: 'ill',
    devices: 'untried',
    page: 'untried',
    size: 'untried',
    touch: 'untried',
    sound: 'untried',
    settings: 'well',
  })
  tested.devices({ devices: [], trouble: 'The device process ended.' })
  const size = { width: 800, height: 600 }
  expect(is(press({ press: 'rendered', state: 'selfTest', words: 40, size }))).toMatchObject({
    devices: 'ill',
    page: 'well',
    size: 'ill',
    touch: 'untried',
  })
  const up: Session = { ...session, hub: 'up' }
  expect(is(press({ press: 'stay' }), up)).toMatchObject({ hub: 'well', touch: 'untried' })
  expect(is(press({ press: 'tried', rings: 4 }), up)).toMatchObject({ touch: 'untried', sound: 'untried' })
  expect(is(press({ press: 'tried', heard: false }), up)).toMatchObject({ touch: 'untried', sound: 'ill' })
  expect(is(press({ press: 'rendered', state: 'attract', words: 3 }))).toMatchObject({ page: 'ill' })
  const before = told.length
  is({ is: 'tick' })
  expect(told.length).toBe(before)
  // Who finishes has tried all that there was to try.
  expect(tested.look({ ...up, at: { is: 'nobody' } }, { is: 'tick' })).toEqual([])
  expect(told.slice(before).join()).toContain('touch ill, sound ill')
})
