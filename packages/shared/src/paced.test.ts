import { expect, test } from 'vitest'
import type { Clock } from './time.ts'
import { Paced } from './paced.ts'

/** Batches that say what they are told to, on a clock that rings when the test says so. */
function pacedWork(batch: () => Promise<boolean>) {
  const alarms: { at: number; ring: () => void }[] = []
  const clock: Clock = {
    now: () => 1000,
    at: (at, ring) => {
      alarms.push({ at, ring })
      return () => {}
    },
  }
  const errors: unknown[] = []
  const paced = new Paced({ clock, pause: 20, batch, failed: (error) => errors.push(error) })
  const turns = () => new Promise<void>((resolve) => setImmediate(resolve))
  return { paced, alarms, errors, turns }
}

test('one batch, a pause, the next, until it was the last; what begins later is begun anew', async () => {
  let done = 0
  const { paced, alarms, turns } = pacedWork(async () => ++done % 2 === 0)
  paced.begin()
  paced.begin()
  await turns()
  expect([done, alarms.map(({ at }) => at)]).toEqual([1, [1020]])
  alarms[0]?.ring()
  await turns()
  expect([done, alarms.length]).toEqual([2, 1])
  paced.begin()
  await turns()
  expect(done).toBe(3)
})

test('what begins during the last batch is another round', async () => {
  let done = 0
  const { paced, turns } = pacedWork(async () => {
    await Promise.resolve()
    if (++done === 1) paced.begin()
    return true
  })
  paced.begin()
  await turns()
  expect(done).toBe(2)
})

test('when a batch fails it is reported, and tried again a minute later', async () => {
  let broken = true
  let done = 0
  const { paced, alarms, errors, turns } = pacedWork(async () => {
    done++
    if (broken) throw new Error('disk full')
    return true
  })
  paced.begin()
  await turns()
  expect([errors.length, alarms.map(({ at }) => at)]).toEqual([1, [61_000]])
  broken = false
  alarms[0]?.ring()
  await turns()
  expect([done, errors.length, alarms.length]).toEqual([2, 1, 1])
})

test('closed in a pause, it does no further batch, and begins no more', async () => {
  let done = 0
  const { paced, turns } = pacedWork(async () => ++done === 0)
  paced.begin()
  await turns()
  await paced.close()
  paced.begin()
  await turns()
  expect(done).toBe(1)
})
