import { afterEach, expect, test } from 'vitest'
import { Killable } from './killable.ts'

const program = new Killable('a program', 'tools/kill-sync/killable.fixture.ts', [])
afterEach(() => program.end('SIGKILL'))

test('there is never more than one of a program, whoever starts it', async () => {
  expect(await program.start()).toBe(true)
  await expect(program.start()).rejects.toThrow('while another one of it was there')
  const ending = program.end('SIGKILL')
  await expect(program.start()).rejects.toThrow('while another one of it was there')
  await ending
  expect(await program.start()).toBe(true)
  await program.end('SIGKILL')
  expect(program.problems).toEqual([])
})
