import { describe, expect, test } from 'vitest'
import type { Input } from './advance.ts'
import { profile, visit } from './testing/events.fixture.ts'
import { fold, timePassed } from './testing/fold.fixture.ts'
import { anna, compileSmall, dialogue, playbooksOf, small, step, type Source } from './testing/small-chain.fixture.ts'
import { rulesOf } from './time-zones.ts'

const london = rulesOf('Europe/London')
const utc = (text: string) => Date.parse(`${text}Z`)
const birthday = (more: Source = {}) =>
  dialogue({ wish: step('screen', ['1d', 'over']) }, { begins: { when: 'date', of: 'birthday', ...more } })
const playbooks = playbooksOf(compileSmall([birthday()], {}, 1, london))
const born = (on: string, at = '2026-01-01T00:00', fields: Record<string, string> = {}) =>
  profile(utc(at), { birthday: on, home: 'home', ...fields })
const begun = (used: typeof playbooks, until: string, ...inputs: Input[]) =>
  fold(used, anna(used), ...inputs, timePassed(utc(until))).happened.flatMap(({ what, run, at }) =>
    what === 'begun' ? [`${run} ${new Date(at).toISOString().slice(0, 16)}`] : [],
  )

describe('E15: dates', () => {
  test('E15: a birthday begins once a year, in the morning of her home, and is waited for again', () => {
    expect(begun(playbooks, '2028-12-31T00:00', born('07-10'))).toEqual([
      'birthday:2026 2026-07-10T08:00',
      'birthday:2027 2027-07-10T08:00',
      'birthday:2028 2028-07-10T08:00',
    ])
  })

  test('E15: who was born on 29 February is wished well on 1 March in other years', () => {
    expect(begun(playbooks, '2028-12-31T00:00', born('02-29'))).toEqual([
      'birthday:2026 2026-03-01T09:00',
      'birthday:2027 2027-03-01T09:00',
      'birthday:2028 2028-02-29T09:00',
    ])
  })

  test('E15: so long ahead, over the turn of the year too, named by the year of the day itself', () => {
    const ahead = playbooksOf(compileSmall([birthday({ ahead: '14d' })], {}, 1, london))
    expect(begun(ahead, '2027-12-31T00:00', born('01-05'))).toEqual([
      'birthday:2027 2026-12-22T09:00',
      'birthday:2028 2027-12-22T09:00',
    ])
  })

  test('E15: without a home it is UTC; a new home or another day counts from when it is known', () => {
    const nowhere = profile(utc('2026-01-01T00:00'), { birthday: '07-10' })
    expect(begun(playbooks, '2026-12-31T00:00', nowhere)).toEqual(['birthday:2026 2026-07-10T09:00'])
    const moved = profile(utc('2026-02-01T00:00'), { home: 'home' })
    expect(begun(playbooks, '2026-12-31T00:00', nowhere, moved)).toEqual(['birthday:2026 2026-07-10T08:00'])
    const mended = profile(utc('2026-02-01T00:00'), { birthday: '07-11' })
    expect(begun(playbooks, '2026-12-31T00:00', nowhere, mended)).toEqual(['birthday:2026 2026-07-11T09:00'])
  })

  test('E1: a profile that comes after the day but before its folding does not put the day off for a year', () => {
    const known = fold(playbooks, anna(playbooks), born('07-10')).customer
    const late = profile(utc('2026-07-10T10:00'), { language: 'de' })
    const { customer, happened } = fold(playbooks, known, late, timePassed(utc('2026-07-10T11:00')))
    expect(happened.map(({ what, run }) => `${what} ${run}`)[0]).toBe('begun birthday:2026')
    expect(customer.waits).toEqual({ 'date:birthday:0': utc('2027-07-10T08:00') })
  })

  test('E15: one that may not begin now is waited for again all the same', () => {
    const never = playbooksOf(compileSmall([{ ...birthday(), for: 'customer.tier == "gold"' }], {}, 1, london))
    expect(begun(never, '2026-12-31T00:00', born('07-10'))).toEqual([])
    const later = profile(utc('2027-01-01T00:00'), { tier: 'gold' })
    expect(begun(never, '2027-12-31T00:00', born('07-10'), timePassed(utc('2026-12-31T00:00')), later)).toEqual([
      'birthday:2027 2027-07-10T08:00',
    ])
  })

  test('E12: a wait that another version gave another beginning begins nothing', () => {
    const waiting = fold(playbooks, anna(playbooks), born('07-10')).customer
    const greet = dialogue({ wish: step('screen', ['1d', 'over']) })
    const onVisit = playbooksOf(compileSmall([birthday()], {}, 1), compileSmall([greet], {}, 2))
    const passed = fold(onVisit, waiting, timePassed(utc('2026-08-01T00:00')))
    expect([passed.happened, passed.customer.waits, passed.customer.nextDue]).toEqual([[], {}, undefined])
    const absence = { ...birthday(), begins: { when: 'absence', of: 'visit', after: '30d' } }
    const missed = fold(small([absence]), anna(small([absence])), visit(utc('2026-01-01T00:00'))).customer
    const onDate = playbooksOf(compileSmall([absence], {}, 1), compileSmall([birthday()], {}, 2))
    expect(fold(onDate, missed, timePassed(utc('2026-08-01T00:00'))).happened).toEqual([])
  })
})
