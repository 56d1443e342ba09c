import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { customerIdSchema, epochSchema } from '@kairos/shared/ids'
import { openHubDatabase } from './open.ts'
import { sqliteReplica } from './sqlite-replica.ts'

const PROGRAM = fileURLToPath(new URL('./append-until-killed.fixture.ts', import.meta.url))
const ann = customerIdSchema.parse('ann')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kairos-killed-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Lets the program record until it has confirmed so many, kills it, and gives the last number it confirmed. */
function killAfter(file: string, epoch: string, confirmed: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, file, epoch], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.split('\n').length > confirmed) child.kill('SIGKILL')
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      // A line that was cut off in the middle confirms nothing.
      const lines = said.split('\n').slice(0, -1)
      if (signal === 'SIGKILL') resolve(Number(lines.at(-1)))
      else reject(new Error(`the program ended by itself with ${code}`))
    })
  })
}

test('a hub killed at any moment has every fact that it confirmed, without a gap', { timeout: 30_000 }, async () => {
  const file = join(folder, 'hub.sqlite')
  let total = 0
  for (const [start, confirmed] of [1, 17, 60, 150, 333].entries()) {
    const epoch = `${start}`.repeat(16)
    const last = await killAfter(file, epoch, confirmed)
    const database = openHubDatabase(file)
    try {
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
      const { storage } = sqliteReplica(database)
      const all = storage.factsOf(ann).map((fact) => ({ epoch: fact.epoch, n: fact.n }))
      const numbers = all.filter((fact) => fact.epoch === epoch).map(({ n }) => n)
      expect(numbers.length).toBeGreaterThanOrEqual(last)
      expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1))
      expect(storage.lastNumber(epochSchema.parse(epoch))).toBe(numbers.length)
      total += numbers.length
      // What earlier starts confirmed is there too, and each number was told once the transaction had ended.
      expect(all).toHaveLength(total)
    } finally {
      database.close()
    }
  }
})
