import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, chownSync } from 'node:fs'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { encodeSureSwipe } from '@kairos/devices/models/magtek-sureswipe'
import { sureSwipe } from '../models.ts'
import { plugIn } from '../plug-in.ts'
import { OWN_CARD } from '../product.ts'
import { until } from '../until.ts'

const NOBODY = 65534

/** One program by a user without rights: to start it takes the emulated machine most of the time. */
await test('who may not read a reader is told which rule lacks, and reads as soon as a group may', async (t) => {
  const device = await plugIn(t, sureSwipe)
  chmodSync(device.path, 0o600)
  const file = join(import.meta.dirname, '..', 'read-as-anybody.ts')
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  const program = spawn(execPath, [file, device.path], { uid: NOBODY, gid: NOBODY, stdio: [...stdio] })
  t.after(() => program.kill())
  const lines: string[] = []
  createInterface({ input: program.stdout }).on('line', (line) => lines.push(line))
  const says = (what: RegExp) =>
    until(
      () => lines.some((line) => what.test(line)),
      () => lines,
    )
  await says(/"refused".*70-kairos\.rules/)
  t.diagnostic(lines[0] ?? '')
  assert.match(lines[0] ?? '', new RegExp(`"listed":\\["${device.path}"\\],"opened":".*Permission denied"`))
  // As the udev rule gives it.
  chownSync(device.path, 0, NOBODY)
  chmodSync(device.path, 0o660)
  await says(/"reading"/)
  device.send(encodeSureSwipe('', `;${OWN_CARD}=2512?`))
  await says(new RegExp(`"card".*${OWN_CARD}`))
})
