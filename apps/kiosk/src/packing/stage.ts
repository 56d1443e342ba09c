import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const KIOSK = fileURLToPath(new URL('../..', import.meta.url))
const manifestSchema = z.looseObject({
  version: z.string(),
  license: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
})
const manifestOf = (folder: string) =>
  manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
const writeManifest = (folder: string, manifest: object) =>
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2))
const require = createRequire(import.meta.url)
const folderOf = (name: string) => dirname(require.resolve(`${name}/package.json`))

/** What node-hid needs to run: its JavaScript, and what finds the addon of this machine. Its sources in C stay behind. */
const NODE_HID = ['LICENSE-bsd.txt', 'nodehid.js', 'binding-options.js']
const PKG_PREBUILDS = ['package.json', 'LICENSE', 'bindings.js', 'lib/prebuild.js']

/** Which of node-hid's addons belong to a platform; its names are `HID-linux-x64`, `HID_hidraw-linux-x64-musl` and such. */
export const isAddonFor = (name: string, platform: string): boolean =>
  new RegExp(`^HID(_hidraw)?-${platform}-`).test(name) && !name.endsWith('-musl')

/**
 * Puts what is to be packed into one folder: the built program and pages, and node-hid, whose addon cannot be bundled.
 * Nothing else can come along by mistake, because nothing else lies there.
 */
export function stage(folder: string, platform: string): void {
  for (const built of ['electron/main.js', 'electron/preload.cjs', 'screens/index.html'])
    if (!existsSync(join(KIOSK, 'dist', built)))
      throw new Error(`dist/${built} is not there: run "npm run build" before packing`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const built of ['electron', 'screens'])
    cpSync(join(KIOSK, 'dist', built), join(folder, 'dist', built), { recursive: true })
  const { version, license } = manifestOf(KIOSK)
  writeManifest(folder, {
    // Also the name of the data folder: without a name for people beside it, Electron takes this one.
    name: 'kairos-screen',
    description: 'A shopper’s screen of Kairos',
    version,
    license,
    author: { name: 'Kairos', email: 'kairos@example.com' },
    homepage: 'https://example.com/',
    type: 'module',
    main: 'dist/electron/main.js',
    dependencies: stageNodeHid(join(folder, 'node_modules'), platform),
  })
}

/** Gives what the program's manifest says of it: electron-builder packs the modules that are named, and no others. */
function stageNodeHid(modules: string, platform: string): Record<string, string> {
  const [hid, prebuilds] = [folderOf('node-hid'), folderOf('pkg-prebuilds')]
  for (const file of NODE_HID) cpSync(join(hid, file), join(modules, 'node-hid', file))
  const isWanted = (path: string) => {
    const name = path.slice(hid.length + 1).split(/[\\/]/)[1]
    return name === undefined || isAddonFor(name, platform)
  }
  cpSync(join(hid, 'prebuilds'), join(modules, 'node-hid', 'prebuilds'), { recursive: true, filter: isWanted })
  for (const file of PKG_PREBUILDS) cpSync(join(prebuilds, file), join(modules, 'pkg-prebuilds', file))
  const { version, license, dependencies } = manifestOf(hid)
  // Without what builds the addon from its sources.
  const used = { 'pkg-prebuilds': dependencies['pkg-prebuilds'] ?? '*' }
  writeManifest(join(modules, 'node-hid'), {
    name: 'node-hid',
    version,
    license,
    main: 'nodehid.js',
    dependencies: used,
  })
  return { 'node-hid': version, ...used }
}
