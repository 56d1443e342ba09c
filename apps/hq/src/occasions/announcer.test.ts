import { expect, test } from 'vitest'
import { occasionSchema } from '@kairos/shared/hq-views'
import { DAY, type Clock } from '@kairos/shared/time'
import { hqOnDisk } from '../storage/sqlite/hq-on-disk.fixture.ts'
import { Announcer } from './announcer.ts'

const hq = hqOnDisk()
const DAY_OF_SHOW = Date.UTC(2026, 10, 21)

test('what was announced in its time is a duplicate, though its day be over and its store closed by now', async () => {
  let now = DAY_OF_SHOW
  let stores = ['harbour', 'quay']
  const clock: Clock = { now: () => now, at: () => () => {} }
  const { storage } = hq.now
  const told = { stored: () => {}, failed: (error: unknown) => expect(error).toBeUndefined() }
  const announcer = new Announcer({ storage, clock, stores: () => stores, ...told })
  const show = occasionSchema.parse({ id: 'o', kind: 'show', name: 'coats', on: '2026-11-21', stores: ['quay'] })
  expect(await announcer.announce(show)).toEqual({ ok: true, value: { duplicate: false } })
  now += 9 * DAY
  expect(await announcer.announce(show)).toEqual({ ok: true, value: { duplicate: true } })
  expect(await announcer.announce({ ...show, id: 'p' })).toMatchObject({ ok: false, error: { why: 'impossible' } })
  stores = ['harbour']
  expect(await announcer.announce(show)).toEqual({ ok: true, value: { duplicate: true } })
  await announcer.close()
})
