import { expect, test } from 'vitest'
import { storeIdSchema } from '@kairos/shared/ids'
import { compilePlaybook } from './compile.ts'
import { openingOf } from './opening-hours.ts'
import { withZoneRules } from './time-zones.ts'

const CHAIN = `chain: Hall
language: en
currency: GBP
salt: hall-salt
stores:
  hall:
    name: The Hall
    timeZone: Europe/London
    hours:
      mon: [09:00-12:30, 13:30-18:00]
      tue: [09:00-18:00]
      fri: [09:00-24:00]
      sat: [00:00-01:00]
      except: { 2026-12-25: [], 2026-03-31: [10:00-12:00] }
  always: { name: Always, timeZone: Europe/London }
  never: { name: Never, timeZone: Europe/London, hours: {} }
general: [{ title: Hello, body: Hello }]
`
const compiled = compilePlaybook(1, withZoneRules({ 'chain.yaml': CHAIN }))
if (!compiled.ok) throw new Error(JSON.stringify(compiled.error))
const at = (store: string, time: string) => openingOf(compiled.value, storeIdSchema.parse(store), Date.parse(time))
const opens = (time: string) => ({ isOpen: false, opens: Date.parse(time) })

test('a store is open in its hours, by its own clocks, and it is known when it opens next', () => {
  // Monday, 5 January 2026, is in winter: London's clocks show UTC.
  expect(at('hall', '2026-01-05T08:59:59Z')).toEqual(opens('2026-01-05T09:00:00Z'))
  expect(at('hall', '2026-01-05T09:00:00Z')).toEqual({ isOpen: true })
  expect(at('hall', '2026-01-05T12:30:00Z')).toEqual(opens('2026-01-05T13:30:00Z'))
  expect(at('hall', '2026-01-05T18:00:00Z')).toEqual(opens('2026-01-06T09:00:00Z'))
  // Monday, 30 March, is in summer.
  expect(at('hall', '2026-03-30T08:00:00Z')).toEqual({ isOpen: true })
})

test('hours go on over midnight, and single days have hours of their own, or none', () => {
  expect(at('hall', '2026-01-09T23:59:00Z')).toEqual({ isOpen: true })
  expect(at('hall', '2026-01-10T00:30:00Z')).toEqual({ isOpen: true })
  expect(at('hall', '2026-03-30T17:30:00Z')).toEqual(opens('2026-03-31T09:00:00Z'))
  expect(at('hall', '2026-12-25T12:00:00Z')).toEqual(opens('2026-12-26T00:00:00Z'))
})

test('a store that names no hours is always open; one that names a week without any is closed', () => {
  expect(at('always', '2026-01-04T03:00:00Z')).toEqual({ isOpen: true })
  expect(at('never', '2026-01-05T12:00:00Z')).toEqual({ isOpen: false })
  expect(at('unheard-of', '2026-01-05T12:00:00Z')).toEqual({ isOpen: true })
})
