import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { MODELS } from './models/models.ts'
import { MSR_DESCRIPTOR } from './models/pos-msr.ts'
import { LSR118_DESCRIPTOR } from './models/pos-scanner.ts'
import { keyboardDescriptor } from './readers.fixture.ts'
import { installedRule, UDEV_RULE } from './udev-rule.ts'

const place = mkdtempSync(join(tmpdir(), 'kairos-udev-'))
afterAll(() => rmSync(place, { recursive: true }))
const text = readFileSync(UDEV_RULE, 'utf8')
const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
const [reading, typing] = [
  lines.slice(0, lines.indexOf('LABEL="kairos_typing"')),
  lines.slice(lines.indexOf('LABEL="kairos_typing"')),
]
const hex = (id: number) => id.toString(16).toUpperCase().padStart(4, '0')

describe('the udev rule', () => {
  test.each(MODELS.flatMap(({ name, devices }) => devices.map((device) => ({ name, ...device }))))(
    'lets $name be read ($vendorId:$productId)',
    ({ vendorId, productId }) => {
      expect(reading).toContain(`KERNELS=="*:${hex(vendorId)}:${hex(productId)}.*", ENV{KAIROS_READER}="1"`)
    },
  )

  test('keeps every model of ours that types away from the focused window', () => {
    const typed = MODELS.flatMap(({ devices }) => devices).filter(
      (device) => 'usage' in device && 'usagePage' in device && device.usagePage === 1 && device.usage === 6,
    )
    expect(typed).not.toEqual([])
    for (const { vendorId, productId } of typed)
      expect(typing).toContain(`KERNELS=="*:${hex(vendorId)}:${hex(productId)}.*", ENV{LIBINPUT_IGNORE_DEVICE}="1"`)
  })

  test('gives no more than it says: a group, nobody else, and who is logged in', () => {
    const given = lines.filter((line) => /MODE|GROUP=|TAG/.test(line))
    expect(given).toEqual(['ENV{KAIROS_READER}=="1", GROUP="kairos", MODE="0660", TAG+="uaccess"'])
  })

  test.runIf(process.platform === 'linux').each([
    ['a scanner', LSR118_DESCRIPTOR, true],
    ['a stripe reader', MSR_DESCRIPTOR, true],
    ['a scanner with a long usage page', Uint8Array.of(6, 0x8c, 0, 9, 2), true],
    ['a keyboard', keyboardDescriptor(6), false],
    ['a card reader of a maker', Uint8Array.of(6, 0, 0xff, 9, 1), false],
  ])('knows %s by its descriptor', (_name, descriptor, isPos) => {
    const rule = lines.find((line) => line.includes('PROGRAM')) ?? ''
    const [program = '', ...args] = (/PROGRAM=="([^"]+)"/.exec(rule)?.[1] ?? '').split(' ').slice(0, -1)
    const globs = (/RESULT=="([^"]+)"/.exec(rule)?.[1] ?? '').split('|').map((glob) => glob.replaceAll('*', ''))
    const file = join(place, 'report_descriptor')
    writeFileSync(file, descriptor)
    const result = execFileSync(program, [...args, file], { encoding: 'utf8' })
    expect(globs.some((glob) => result.includes(glob))).toBe(isPos)
  })

  test('is found where udev looks, as it is or as another one', () => {
    expect(installedRule(place)).toEqual({ is: 'none' })
    const folder = join(place, 'usr/lib/udev/rules.d')
    mkdirSync(folder, { recursive: true })
    copyFileSync(UDEV_RULE, join(folder, '70-kairos.rules'))
    expect(installedRule(place)).toMatchObject({ is: 'same' })
    mkdirSync(join(place, 'etc/udev/rules.d'), { recursive: true })
    writeFileSync(join(place, 'etc/udev/rules.d/70-kairos.rules'), '# mine')
    expect(installedRule(place)).toMatchObject({ is: 'other', path: join(place, 'etc/udev/rules.d/70-kairos.rules') })
  })
})
