import { expect, test } from 'vitest'
import { selfTest } from './self-test.ts'
import { newSession, type Session, type SessionInput } from './session/state.ts'

const session: Session = { ...newSession('kiosk'), at: { is: 'selfTest' } }
const press = (input: Extract<SessionInput, { is: 'press' }>['input']): SessionInput => ({ is: 'press', input })

test('the installer is told of each part what is well, what is ill, and what nobody has tried', () => {
  const tested = selfTest({ size: { width: 1080, height: 1920 } })
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
  expect(is(press({ press: 'stay' }), { ...session, hub: 'up' })).toMatchObject({ hub: 'well', touch: 'well' })
  expect(is(press({ press: 'rendered', state: 'attract', words: 3 }))).toMatchObject({ page: 'ill' })
})
