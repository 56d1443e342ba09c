import { expect, test } from 'vitest'
import { argumentsAgain, ownArguments } from './own-arguments.ts'

test('arguments that are none of ours, and numbers that are none, say nothing', () => {
  const nothing = { settings: undefined, restarts: 0, withoutGpu: false }
  expect(ownArguments(['kairos', '--disable-gpu', 'main.js'])).toEqual(nothing)
  expect(ownArguments(['kairos', '--kairos-restarts=-1'])).toEqual(nothing)
  expect(ownArguments(['kairos', '--kairos-restarts=often'])).toEqual(nothing)
})

test('a program starts itself again as it was started', () => {
  const argv = ['kairos', 'main.js', '--kairos-settings=a b.json', '--kairos-restarts=2', '--user-data-dir=x']
  const again = argumentsAgain(argv, { restarts: 3, withoutGpu: true })
  expect(again).toEqual([
    'main.js',
    '--kairos-settings=a b.json',
    '--user-data-dir=x',
    '--kairos-restarts=3',
    '--kairos-without-gpu',
  ])
  expect(ownArguments(again)).toEqual({ settings: 'a b.json', restarts: 3, withoutGpu: true })
  expect(argumentsAgain(['kairos', ...again], { restarts: 1, withoutGpu: true })).toHaveLength(again.length)
})
