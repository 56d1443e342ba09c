import { expect, test } from 'vitest'
import { Ledger, names } from './ledger.ts'

const yes = async () => true
const no = async () => false

test('what was confirmed is at HQ as often as that, what got no answer may be, nothing else is', async () => {
  const ledger = new Ledger()
  await ledger.once(['event a', 'event b'], yes)
  await ledger.once(['event c'], no)
  await ledger.once(['event c'], no)
  for (const ask of [yes, yes, no]) await ledger.each('walked v to shoes', ask)
  const least = ['event a', 'event b', 'walked v to shoes', 'walked v to shoes']
  expect(ledger.problems(least)).toEqual([])
  expect(ledger.problems([...least, 'event c', 'walked v to shoes'])).toEqual([])
  expect(ledger.problems(least.slice(1))).toEqual(['event a was confirmed 1 times, HQ has it 0 times'])
  expect(ledger.problems([...least, 'event c', 'event c'])).toEqual([expect.stringContaining('HQ has it 2 times')])
  expect(ledger.problems(least.slice(0, 3))).toEqual([expect.stringContaining('confirmed 2 times')])
  expect(ledger.problems([...least, 'event d'])).toEqual(['HQ has event d, which nobody asked for'])
})

test('a visit whose name nobody was told is one that somebody asked for; nobody leaves one twice', () => {
  const ledger = new Ledger()
  const visit = names.visit('v')
  expect(ledger.problems([visit])).toEqual([expect.stringContaining('1 visits that were confirmed to nobody')])
  ledger.unnamedVisits++
  expect(ledger.problems([visit, names.left('v')])).toEqual([])
  expect(ledger.problems([visit, names.left('v'), names.left('v')])).toEqual(['left v 2 times'])
})
