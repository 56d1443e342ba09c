import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, chownSync } from 'node:fs'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { z } from 'zod'
import { sureSwipe } from '../models.ts'
import { plugIn } from '../plug-in.ts'

const NOBODY = 65534

const outcomeSchema = z.object({ listed: z.array(z.string()), opened: z.string() })

async function openAsNobody(path: string) {
  const program = join(import.meta.dirname, '..', 'open-as-anybody.ts')
  const { stdout } = await promisify(execFile)(execPath, [program, path], { uid: NOBODY, gid: NOBODY, timeout: 20_000 })
  return outcomeSchema.parse(JSON.parse(stdout))
}

await test('who may not read a reader sees it listed, and is refused in words', async (t) => {
  const device = await plugIn(t, sureSwipe)
  chmodSync(device.path, 0o600)
  const refused = await openAsNobody(device.path)
  t.diagnostic(JSON.stringify(refused))
  assert.deepEqual(refused.listed, [device.path])
  assert.match(refused.opened, /Permission denied/)
})

await test('a group that may read and write, as a udev rule gives it, is enough', async (t) => {
  const device = await plugIn(t, sureSwipe)
  chownSync(device.path, 0, NOBODY)
  chmodSync(device.path, 0o660)
  assert.deepEqual(await openAsNobody(device.path), { listed: [device.path], opened: 'opened' })
})
