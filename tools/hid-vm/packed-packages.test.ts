import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isNeededAtWork, isSource, packagesOf } from './packed-packages.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

test('a package of ours brings those of ours that it needs, and npm’s, each where it really is', () => {
  const packages = packagesOf(ROOT, ['@kairos/devices'])
  const folders = packages.map(({ folder }) => folder)
  expect(folders).toEqual(
    expect.arrayContaining(['packages/devices', 'packages/shared', 'node_modules/node-hid', 'node_modules/zod']),
  )
  expect(folders.filter((folder) => !existsSync(join(ROOT, folder, 'package.json')))).toEqual([])
  expect(packages.filter(({ ours }) => ours).map(({ name }) => name)).toEqual(['@kairos/devices', '@kairos/shared'])
})

test('a package that is not installed is named', () => {
  expect(() => packagesOf(ROOT, ['no-such-package'])).toThrow('no-such-package is not installed: run npm ci')
})

test('of a package only what runs on the guest is packed', () => {
  const files = [
    'lib/index.js',
    'lib/index.d.ts',
    'README.md',
    'prebuilds/HID_hidraw-linux-x64',
    'prebuilds/HID-win32-x64',
  ]
  expect(files.filter((file) => isNeededAtWork(`/a/${file}`))).toEqual([
    'lib/index.js',
    'prebuilds/HID_hidraw-linux-x64',
  ])
  expect(['src', 'dist', 'node_modules', '.tsc'].filter((folder) => isSource(`/a/${folder}`))).toEqual(['src'])
})
