import { expect, test } from 'vitest'
import { ManualClock } from '@kairos/shared/manual-clock'
import type { ScreenFrame } from '@kairos/shared/screen-state'
import type { ShellListener } from '../electron/contract.ts'
import { LOST_AFTER, openIpcLink } from './ipc-link.ts'

const FRAME = { screen: 'k1', role: 'kiosk', store: 'Harbour', language: 'en', state: { is: 'recognising' } }

function linked() {
  const clock = new ManualClock()
  const advance = (ms: number) => clock.move(ms)
  const said: unknown[] = []
  const heard: (ScreenFrame | 'lost')[] = []
  const listeners: ShellListener[] = []
  const link = openIpcLink(
    {
      send: (input) => said.push(input),
      read: (event) => said.push(event),
      shows: (shows) => said.push(shows),
      listen: (listener) => listeners.push(listener),
    },
    clock,
    { frame: (frame) => heard.push(frame), lost: () => heard.push('lost') },
    { afterPaint: (then) => then(), shownNow: () => ({ visible: true, state: 'recognising' }) },
  )
  const main = listeners[0] ?? expect.unreachable()
  return { link, main, advance, said, heard }
}

test('a beat is answered with what is shown', () => {
  const { main, said } = linked()
  main.beat()
  expect(said).toEqual([{ visible: true, state: 'recognising' }])
})

test('a host that stands still is lost, and told nothing; its last frame holds again with its next beat', () => {
  const { link, main, advance, said, heard } = linked()
  main.frame(FRAME)
  for (let beat = 0; beat < 10; beat++) {
    advance(LOST_AFTER - 1)
    main.beat()
  }
  expect(heard).toEqual([FRAME])
  advance(LOST_AFTER)
  expect(heard).toEqual([FRAME, 'lost'])
  said.length = 0
  link.send({ press: 'stay' })
  link.read({ is: 'unreadable' })
  expect(said).toEqual([])
  main.beat()
  expect(heard).toEqual([FRAME, 'lost', FRAME])
  link.send({ press: 'stay' })
  expect(said).toContainEqual({ press: 'stay' })
})

test('a frame that is not understood leaves nothing of the one before on the glass', () => {
  const { main, heard } = linked()
  main.frame(FRAME)
  main.frame({ ...FRAME, state: { is: 'surprise' } })
  main.beat()
  expect(heard).toEqual([FRAME, 'lost'])
  main.frame(FRAME)
  expect(heard).toEqual([FRAME, 'lost', FRAME])
})

test('before the first frame nothing is said to a host that knows nothing yet', () => {
  const { link, said } = linked()
  link.send({ press: 'keypad' })
  expect(said).toEqual([])
})
