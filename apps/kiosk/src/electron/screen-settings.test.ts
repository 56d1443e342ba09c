import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { screenSettings } from './screen-settings.ts'

const place = mkdtempSync(join(tmpdir(), 'kairos-settings-'))
afterAll(() => rmSync(place, { recursive: true }))
const file = join(place, 'screen.json')
const GOOD = { hub: 'http://hub:4200', hubTokenFile: 'token', screen: 'k1', role: 'kiosk', zone: 'entrance' }
const read = (settings: unknown) => {
  writeFileSync(file, typeof settings === 'string' ? settings : JSON.stringify(settings))
  return screenSettings(file, 'data')
}

test('files are named from where the settings are, and devices are read unless it is said otherwise', () => {
  writeFileSync(join(place, 'token'), 'a token\n')
  expect(read(GOOD)).toMatchObject({
    ok: true,
    value: { hubUrl: 'http://hub:4200', hubToken: 'a token', role: 'kiosk', devices: { hid: true } },
  })
})

test('the size of the glass and the self-test are those of every screen', () => {
  writeFileSync(join(place, 'token'), 'a token')
  const size = { width: 1080, height: 1920 }
  expect(read({ ...GOOD, size, selfTest: true })).toMatchObject({ ok: true, value: { size, selfTest: true } })
  expect(read(GOOD)).toMatchObject({ ok: true, value: { selfTest: false } })
})

test.each([
  ['no JSON', '{'],
  ['a size that is none', { ...GOOD, size: { width: 0, height: 1920 } }],
  ['a role that is none', { ...GOOD, role: 'fridge' }],
  ['a hub that is none', { ...GOOD, hub: 'file:///x' }],
  ['a key that nobody knows', { ...GOOD, pilot: true }],
  ['a token that is not there', { ...GOOD, hubTokenFile: 'nowhere' }],
  ['devices that cannot be understood', { ...GOOD, deviceSettingsFile: 'screen.json' }],
])('%s is told with the file and what to do', (_what, settings) => {
  expect(read(settings)).toMatchObject({
    ok: false,
    error: { where: file, todo: expect.stringContaining('docs/screens-installing.md') },
  })
})
