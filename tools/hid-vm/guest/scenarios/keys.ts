import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeKey } from '@kairos/devices/models/keypad'
import { keypad } from '../models.ts'
import { plugIn } from '../plug-in.ts'
import { decoder, openReader } from '../product.ts'

await test('a number keyed on a keypad arrives key by key, the twice-pressed key twice', async (t) => {
  const device = await plugIn(t, keypad)
  const reader = await openReader(t, device.path)
  const keys = ['0', '0', '7', '1', '3', '3', 'erase', 'enter'] as const
  const reports = keys.flatMap((key) => encodeKey(key))
  for (const report of reports) device.send(report)
  const decode = decoder(keypad)
  const pressed: string[] = []
  for (const _ of reports)
    pressed.push(...decode(await reader.next()).map((event) => (event.is === 'key' ? event.key : '?')))
  assert.deepEqual(pressed, keys)
})
