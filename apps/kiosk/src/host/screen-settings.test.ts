import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { screenSettings } from '../electron/screen-settings.ts'
import { readScreenSettings, screenOf, screenSettingsSchema, settingsFrom, settingsInWords } from './screen-settings.ts'

const LEAST = { screen: 'kiosk-1', role: 'kiosk', hubTokenFile: 'token' }

test('a screen needs a name, a role and its hub’s token; everything else has an answer', () => {
  expect(readScreenSettings(LEAST)).toMatchObject({ ok: true, value: { port: 4300, hid: true, selfTest: false } })
})

test('whatever is wrong is named by its field, with what the field is for', () => {
  const read = readScreenSettings({ ...LEAST, role: 'window', hub: 'the hub', size: { width: 0, height: 1 }, zones: 1 })
  expect(read.ok ? '' : read.error.split('\n')).toMatchObject([
    'The settings of this screen are not understood:',
    expect.stringMatching(/^ {2}role: .*\(it is kiosk, cart or aisle\)$/),
    expect.stringMatching(/^ {2}hub: .*\(it is where the hub is/),
    expect.stringMatching(/^ {2}size\.width: /),
    expect.stringMatching(/^ {2}the file: .*zones/),
  ])
})

test('every field is explained', () => {
  for (const field of Object.keys(screenSettingsSchema.shape))
    expect(settingsInWords()).toMatch(new RegExp(`  ${field} .*\\w`))
})

test('one file serves the plain host and the Electron shell; what it names lies beside it', () => {
  const place = mkdtempSync(join(tmpdir(), 'kairos-screen-settings-'))
  const file = join(place, 'shop', 'screen.json')
  mkdirSync(join(place, 'shop'))
  writeFileSync(join(place, 'shop', 'hub-token'), 'a token\n')
  writeFileSync(join(place, 'shop', 'devices.json'), JSON.stringify({ layout: 'de' }))
  const more = { zone: 'entrance', size: { width: 1080, height: 1920 }, deviceSettingsFile: 'devices.json' }
  const whole = { ...LEAST, ...more, hubTokenFile: 'hub-token', hub: 'http://hub:4200', port: 4301, data: 'kept' }
  writeFileSync(file, JSON.stringify(whole))
  const read = settingsFrom(file)
  const plain = read.ok ? screenOf(read.value, 'http://hub:4200') : undefined
  expect(plain).toMatchObject({ data: join(place, 'shop', 'kept'), hubToken: 'a token', zone: 'entrance' })
  expect(screenSettings(file, 'own')).toEqual({ ok: true, value: { ...plain, data: 'own' } })
  // What stands in the command counts before the file, and is named from where one stands.
  const told = settingsFrom(file, { role: 'cart', hubTokenFile: 'mine' })
  expect(told).toMatchObject({ ok: true, value: { role: 'cart', hubTokenFile: 'mine', port: 4301 } })
  rmSync(place, { recursive: true })
})
