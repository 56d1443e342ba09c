import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { encodeKey, KEYPAD } from '@kairos/devices/models/keypad'
import { encodeSureSwipe, SURESWIPE } from '@kairos/devices/models/magtek-sureswipe'
import { parseRecording, recordingText } from '@kairos/devices/recording'
import type { VirtualDevice } from '@kairos/devices/virtual'

const door = fileURLToPath(new URL('../kairos.js', import.meta.url))
const place = mkdtempSync(join(tmpdir(), 'kairos-devices-'))
afterAll(() => rmSync(place, { recursive: true }))

const devices = (...words: string[]) =>
  spawnSync(process.execPath, [door, 'devices', ...words], { encoding: 'utf8', cwd: place, timeout: 20_000 })
function recording(name: string, device: VirtualDevice, reports: readonly Uint8Array[]): string {
  const file = join(place, name)
  writeFileSync(file, recordingText({ device, reports: reports.map((bytes, at) => ({ at: at * 5, bytes })) }))
  return file
}

const OWN = encodeSureSwipe('', ';771234567890=0000?')
const BANK = encodeSureSwipe('%B4111111111111111^DOE/JANE^3012?', ';4111111111111111=3012?')
const NOBODY = { vendorId: 0x4242, productId: 7, usagePage: 0xff00, usage: 1 }
const swipes = recording('swipes.jsonl', SURESWIPE, [OWN, BANK, new Uint8Array(5)])
const unknown = recording('unknown.jsonl', NOBODY, [OWN, OWN])

test('each command says what it does, and what it was told wrongly', () => {
  const group = devices('--help').stdout
  for (const command of ['list', 'watch', 'check', 'learn']) expect(group).toMatch(new RegExp(`^ {2}${command} `, 'm'))
  expect(devices('learn', '--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('nothing is kept') })
  expect(devices('watch', '--card', '7').stderr).toContain('77:12')
})

describe('list', () => {
  test('says what a device is, and what to do with one that nobody knows', () => {
    expect(devices('list', '--recording', swipes).stdout).toMatch(/0801:0002 .*\n {4}MagTek SureSwipe.*may be read/)
    expect(devices('list', '--recording', unknown).stdout).toMatch(
      /No model reads it.*kairos devices learn .*\n.*FF00\/01/,
    )
  })

  test('as JSON', () => {
    const [told] = JSON.parse(devices('list', '--json', '--recording', unknown).stdout) as unknown[]
    expect(told).toMatchObject({ id: '4242:0007', standing: 'unknown', isAllowed: true })
  })

  test('knows a device that it was taught', () => {
    const settings = join(place, 'settings.json')
    writeFileSync(settings, '{"taught":[{"vendorId":16962,"productId":7,"model":"magtek-sureswipe"}]}')
    const run = devices('list', '--recording', unknown, '--device-settings', settings)
    expect(run.stdout).toContain('MagTek SureSwipe')
    writeFileSync(settings, '{"taught":[{"vendorId":16962,"productId":7,"model":"sureswipe"}]}')
    const wrong = devices('list', '--recording', unknown, '--device-settings', settings)
    expect([wrong.status, wrong.stderr]).toEqual([1, expect.stringMatching(/are wrong:[^]*taught\[0\]\.model/)])
  })

  test('without libusb it says what to install, else what there is', () => {
    const run = devices('list')
    if (run.status === 0) expect(run.stdout).not.toBe('')
    else expect(run.stderr).toMatch(/^Devices cannot be read: the system lacks libusb-1\.0\. Install it/)
  })
})

describe('watch', () => {
  test('shows what is read, of a card its last two digits, of a payment card nothing', () => {
    const run = devices('watch', '--recording', swipes, '--card', '77:12', '--for', '1')
    expect(run.stdout).toMatch(/: reading\n {2}card •{10}90\n {2}a payment card; nothing.*\n {2}unreadable/)
    expect(run.stdout + run.stderr).not.toMatch(/1234567|1111|DOE/)
    expect(run.status).toBe(0)
  })

  test('shows a card in full only when asked', () => {
    const run = devices('watch', '--recording', swipes, '--card', '77:12', '--for', '1', '--show')
    expect(run.stdout).toContain('card 771234567890')
    expect(run.stdout).not.toMatch(/1111|DOE/)
  })

  test('shows no keys either', () => {
    const keys = recording(
      'keys.jsonl',
      KEYPAD,
      ['4', '2', 'enter'].flatMap((key) => encodeKey(key as '4')),
    )
    expect(devices('watch', '--recording', keys, '--for', '1').stdout).toMatch(/key •\n {2}key •\n {2}key enter/)
  })
})

test('check says how it stands, and its exit status whether something has to be done', () => {
  expect(devices('check', '--recording', swipes)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('1 to be read, 0'),
  })
  expect(devices('check', '--recording', unknown)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('0 to be read'),
  })
})

describe('learn', () => {
  const learn = (file: string, out: string) =>
    devices('learn', file, '--recording', file, '--card', '77:12', '--for', '1', '--out', join(place, out))

  test('records, suggests a model, and says what to write into the settings', () => {
    const run = learn(unknown, 'learned.jsonl')
    expect(run.stdout).toMatch(
      /2 reports of 337 bytes:\n {2}card •+90\n {2}card •+90\nmagtek-sureswipe: .*understood 2 of 2/,
    )
    expect(run.stdout).toContain('"model": "magtek-sureswipe"')
    expect(run.status).toBe(0)
    const kept = parseRecording(readFileSync(join(place, 'learned.jsonl'), 'utf8'))
    expect(kept).toMatchObject({ ok: true, value: { device: NOBODY, reports: [{ bytes: OWN }, { bytes: OWN }] } })
  })

  test('keeps and shows nothing where a payment card was read', () => {
    const run = learn(recording('bank.jsonl', NOBODY, [OWN, BANK]), 'refused.jsonl')
    expect([run.status, run.stderr]).toEqual([
      1,
      expect.stringContaining('A payment card was read, so nothing is kept'),
    ])
    expect(existsSync(join(place, 'refused.jsonl'))).toBe(false)
    expect(run.stdout + run.stderr).not.toMatch(/1111|DOE|card •/)
  })

  test('says what is wrong', () => {
    expect(devices('learn', 'nowhere', '--recording', swipes).stderr).toMatch(/There is no device nowhere\./)
    expect(learn(recording('silent.jsonl', NOBODY, []), 'x').stderr).toContain('It sent nothing')
    expect(devices('list', '--recording', 'nowhere').stderr).toContain('cannot be played')
  })
})
