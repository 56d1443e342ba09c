import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FUSES } from '@kairos/kiosk/packing/configuration'
import { electronVersion, pack } from '@kairos/kiosk/packing/pack'
import { writeUnpackedElectron } from '../electron-standin/unpacked-electron.ts'
import { openHub } from './hub-of-words.ts'
import { startOnStandIn } from './on-standin.ts'
import { writeSettings } from './settings-file.ts'
import { logOf, shows } from './shell-under-test.ts'

/** What may be in the archive, all of it. */
const EXPECTED = [
  /^\/package\.json$/,
  /^\/dist\/electron\/(main|device-main|device-settings|node-hid)\.js$/,
  /^\/dist\/electron\/preload\.cjs$/,
  /^\/dist\/screens\/(index|paused)\.html$/,
  /^\/dist\/screens\/assets\/[\w-]+\.(js|css|woff2)$/,
  /^\/node_modules\/node-hid\/(package\.json|LICENSE-bsd\.txt|nodehid\.js|binding-options\.js)$/,
  /^\/node_modules\/node-hid\/prebuilds\/HID(_hidraw)?-linux-\w+\/node-napi-v4\.node$/,
  /^\/node_modules\/pkg-prebuilds\/(package\.json|LICENSE|bindings\.js|lib\/prebuild\.js)$/,
]
const FUSE_OF: Record<keyof typeof FUSES, FuseV1Options> = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
}
const real = process.platform === 'linux' ? process.env['KAIROS_ELECTRON'] : undefined

describe.each([
  { name: 'the stand-in’s folder', isThere: true, given: undefined },
  { name: 'a real Electron’s folder', isThere: real !== undefined, given: real },
])('the packed program, out of $name', ({ isThere, given }) => {
  const place = mkdtempSync(join(tmpdir(), 'kairos-packed-'))
  const resources = join(place, 'linux-unpacked', 'resources')
  const files = () =>
    listPackage(join(resources, 'app.asar'), { isPack: false }).filter((each) => /\.\w+$|LICENSE$/.test(each))
  beforeAll(async () => {
    if (!isThere) return
    const electron = given ?? join(place, 'electron')
    if (given === undefined) writeUnpackedElectron(electron, electronVersion())
    await pack({ platform: 'linux', isFolderOnly: true, electron, output: place })
  })
  afterAll(() => rmSync(place, { recursive: true, force: true }))

  test.skipIf(!isThere)('holds all that it needs and nothing else', () => {
    const packed = files()
    expect(packed.filter((file) => !EXPECTED.some((pattern) => pattern.test(file)))).toEqual([])
    expect(EXPECTED.filter((pattern) => !packed.some((file) => pattern.test(file)))).toEqual([])
    expect(existsSync(join(resources, 'default_app.asar'))).toBe(false)
  })

  test.skipIf(!isThere)('tells nothing of the machine that packed it, holds no map and no secret', () => {
    extractAll(join(resources, 'app.asar'), join(place, 'out'))
    const texts = files().filter((file) => /\.(js|cjs|html|css|json)$/.test(file))
    const found = texts.filter((file) =>
      /sourceMappingURL=(?!.*\+)|BEGIN [A-Z ]*PRIVATE KEY|file:\/\/\/[a-z]/.test(
        readFileSync(join(place, 'out', file), 'utf8'),
      ),
    )
    expect(found).toEqual([])
    const here = process.cwd()
    expect(texts.filter((file) => readFileSync(join(place, 'out', file), 'utf8').includes(here))).toEqual([])
  })

  test.skipIf(!isThere)('has its addons beside the archive, where the system can load them', () => {
    const addon = 'app.asar.unpacked/node_modules/node-hid/prebuilds/HID_hidraw-linux-x64/node-napi-v4.node'
    expect(existsSync(join(resources, addon))).toBe(true)
    expect(files().filter((file) => /sqlite/.test(file))).toEqual([])
  })

  test.skipIf(!isThere)('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(join(place, 'linux-unpacked', 'kairos-screen'))
    const found = Object.entries(FUSE_OF).map(([name, fuse]) => [name, wire[fuse] === FuseState.ENABLE])
    expect(Object.fromEntries(found)).toEqual(FUSES)
  })

  test.skipIf(!isThere)('runs from what was packed alone, and reads the machine’s devices', async () => {
    const out = join(place, 'runs')
    extractAll(join(resources, 'app.asar'), out)
    const hub = await openHub()
    const data = join(place, 'data')
    writeSettings(data, hub.url, { hid: true })
    const shell = startOnStandIn(data, join(out, 'dist', 'electron'))
    await shows(shell, 'attract')
    await expect.poll(() => existsSync(join(data, 'kairos', 'devices.json')), { timeout: 15_000 }).toBe(true)
    // Without libusb a sentence says what to install; anything else would be an addon that is not there.
    expect(logOf(shell).replace(/lacks libusb/g, '')).not.toMatch(/cannot be listed|device process ended/)
    await shell.stop()
    await hub.close()
  })
})
