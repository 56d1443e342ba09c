import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { allKept } from '../kept.ts'
import { Player } from '../players.ts'
import { PLANTED } from './bugs.ts'

const ROOT = new URL('../../../', import.meta.url)

describe('bugs that are planted in the sync on purpose', () => {
  test('stand where they are planted, each once, and have names of their own', () => {
    const misplaced = PLANTED.filter(
      ({ file, old }) => readFileSync(fileURLToPath(new URL(file, ROOT)), 'utf8').split(old).length !== 2,
    )
    expect(misplaced.map(({ name, file }) => `${file}: ${name}`)).toEqual([])
    expect(new Set(PLANTED.map(({ name }) => name)).size).toBe(PLANTED.length)
  })

  // The same plays pass without the bug: that is the test of what is kept.
  test.concurrent.each(allKept().filter(({ planted }) => planted !== undefined))(
    'is found: $planted',
    { timeout: 120_000 },
    async ({ planted, form }) => {
      const player = new Player(planted)
      const { problems } = await player.play(form)
      player.close()
      expect(
        problems.length,
        'this play shows the bug no longer: npm run sim:sync -- --planted --keep looks for another',
      ).toBeGreaterThan(0)
    },
  )
})
