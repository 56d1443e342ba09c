import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const KIOSK = fileURLToPath(new URL('../..', import.meta.url))
const manifestSchema = z.looseObject({ version: z.string(), license: z.string() })
const require = createRequire(import.meta.url)
const folderOf = (name: string) => dirname(require.resolve(`${name}/package.json`))

/** What node-hid needs to run: its JavaScript, and what finds the addon of this machine. Its sources in C stay behind. */
const NODE_HID = ['package.json', 'LICENSE-bsd.txt', 'nodehid.js', 'binding-options.js']
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
  const hid = folderOf('node-hid')
  const modules = join(folder, 'node_modules')
  for (const file of NODE_HID) cpSync(join(hid, file), join(modules, 'node-hid', file))
  const isWanted = (path: string) => {
    const name = path.slice(hid.length + 1).split(/[\\/]/)[1]
    return name === undefined || isAddonFor(name, platform)
  }
  cpSync(join(hid, 'prebuilds'), join(modules, 'node-hid', 'prebuilds'), { recursive: true, filter: isWanted })
  for (const file of PKG_PREBUILDS)
    cpSync(join(folderOf('pkg-prebuilds'), file), join(modules, 'pkg-prebuilds', file))
  const { version, license } = manifestSchema.parse(JSON.parse(readFileSync(join(KIOSK, 'package.json'), 'utf8')))
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify(
      {
        name: 'kairos-screen',
        productName: 'Kairos Screen',
        description: 'A shopper’s screen of Kairos',
        version,
        license,
        author: { name: 'Kairos', email: 'kairos@example.com' },
        homepage: 'https://example.com/',
        type: 'module',
        main: 'dist/electron/main.js',
      },
      null,
      2,
    ),
  )
}
