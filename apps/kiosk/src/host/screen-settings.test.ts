import { expect, test } from 'vitest'
import { readScreenSettings, screenSettingsSchema, settingsInWords } from './screen-settings.ts'

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
