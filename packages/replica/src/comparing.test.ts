import { expect, test } from 'vitest'
import { customerIdSchema } from '@kairos/shared/ids'
import { ok } from '@kairos/shared/result'
import type { Compare, Compared } from '@kairos/shared/wire/hq-hub'
import { compareAll } from './comparing.ts'
import type { HubStorage } from './hub-storage.ts'

/** A hub with customers `a` to `e`, compared two at a time; HQ says of each range what the test says. */
function compare(answer: (asked: Compare, n: number) => Compared['is'], reading: () => boolean = () => false) {
  const asked: string[] = []
  let open = true
  const storage = {
    reading: () => (reading() ? { n: 1, is: 'reading', done: 0, bytes: 0 } : undefined),
    position: () => ({ cursor: 7, hqEpoch: undefined, highest: 7 }),
    basesAfter: (after, most) =>
      ['a', 'b', 'c', 'd', 'e']
        .filter((id) => id > after)
        .slice(0, most)
        .map((id) => ({ customer: customerIdSchema.parse(id), document: {}, identities: [] })),
  } as Partial<HubStorage> as HubStorage
  const port = {
    async compare(message: Compare) {
      asked.push(`${message.after}-${message.upTo ?? ''} ${message.rows} at ${message.cursor}`)
      return ok({ is: answer(message, asked.length) })
    },
  }
  const pacing = {
    pace: () => ({ fewest: 2, most: 2, time: 9, pause: 10 }),
    wait: async () => {},
    bulkAbove: 1,
    bulkRows: 1,
  }
  const cut = () => (open = false)
  return { said: () => compareAll(storage, port, pacing, () => open), asked, cut }
}

test('SPEC 25: all that a hub holds is gone through, range by range, to the end; what moves is passed over', async () => {
  const { said, asked } = compare((_, n) => (n === 2 ? 'moved' : 'same'))
  expect(await said()).toBe('same')
  expect(asked).toEqual(['-b 2 at 7', 'b-d 2 at 7', 'd- 1 at 7'])
})

test('SPEC 26: a difference ends it', async () => {
  const { said, asked } = compare((_, n) => (n === 2 ? 'other' : 'same'))
  expect([await said(), asked.length]).toEqual(['other', 2])
})

test('SPEC 25: nothing is said while everything is read from zero, nor once the line is cut', async () => {
  const whileReading = compare(
    () => 'other',
    () => true,
  )
  expect([await whileReading.said(), whileReading.asked]).toEqual(['stopped', []])
  const begun = compare(
    () => 'same',
    () => begun.asked.length > 1,
  )
  expect([await begun.said(), begun.asked.length]).toEqual(['stopped', 2])
  const late = compare((_, n) => {
    if (n === 1) late.cut()
    return 'other'
  })
  expect([await late.said(), late.asked.length]).toEqual(['stopped', 1])
})
