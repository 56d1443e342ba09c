import { createHash } from 'node:crypto'
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { stripTypeScriptTypes } from 'node:module'
import { execPath, pid, version } from 'node:process'
import { fail, ok, type Result } from '@kairos/shared/result'
import { Cpio } from './cpio.ts'
import { findIn, type Unpacked } from './debian.ts'
import { isNeededAtWork, isSource, packagesOf, type Package } from './packed-packages.ts'
import { libraryFolders, sharedLibrariesOf } from './shared-libraries.ts'

/** For HID devices, in the order in which they are loaded; hidraw is a part of `hid` in Debian's kernels. */
export const HID_MODULES: readonly string[] = ['hid', 'hid-generic', 'uhid', 'evdev']
/** Where the project stands in the guest. */
const PROJECT = 'kairos'
/** Has Node take the sources as they are. */
const PLAIN = 'tools/hid-vm/guest/plain-sources.mjs'
/** For a test that does not say how long it may take. */
const TEST_MILLISECONDS = 30_000
/** What decides how the base is made, beside what it is made of. */
const MAKERS = ['cpio.ts', 'initramfs.ts', 'packed-packages.ts', 'shared-libraries.ts']

/** What the guest is to run. */
export type Command = {
  /** A TypeScript or JavaScript file of the project, from its root. */
  program: string
  arguments: readonly string[]
  /** Packages of ours that it needs; those that they need come by themselves. */
  packages: readonly string[]
  /** More files or folders of the project that it needs. */
  files: readonly string[]
  /** The kernel's modules, in the order in which they are loaded. */
  modules: readonly string[]
  /** The guest ends the program after so long. */
  seconds: number
}

/**
 * A source as the guest gets it. Node takes the types out with a program in WebAssembly, which takes an emulated machine
 * many seconds at every start of a process, and sometimes brings Node down there: it is done here, by the same function.
 */
const withoutTypes = (path: string): Uint8Array | string =>
  path.endsWith('.ts') ? stripTypeScriptTypes(readFileSync(path, 'utf8')) : readFileSync(path)

/**
 * Writes the guest's first file system to `to`: the base, which changes only with what is installed and is kept in
 * `cache`, and after it what may change with every run: the project's own sources and the command. (The kernel unpacks
 * one archive after another.)
 */
export function writeInitramfs(
  root: string,
  cache: string,
  debian: Unpacked,
  command: Command,
  to: string,
): Result<void> {
  const packages = packagesOf(root, command.packages)
  const base = bringBase(root, cache, debian, packages, command)
  if (!base.ok) return base
  const overlay = `${to}.overlay`
  const cpio = new Cpio(overlay)
  cpio.file('init', readFileSync(join(import.meta.dirname, 'guest', 'init')), 0o755)
  const quoted = [`/${PROJECT}/${command.program}`, ...command.arguments].map(
    (each) => `'${each.replaceAll("'", `'\\''`)}'`,
  )
  const options = `--test-reporter=/${PROJECT}/tools/hid-vm/guest/reporter.ts --test-timeout=${TEST_MILLISECONDS}`
  cpio.file(
    'command',
    `cd /${PROJECT}\nexport NODE_OPTIONS=--import=/${PROJECT}/${PLAIN}\nexec timeout -s KILL ${command.seconds} node ${options} ${quoted.join(' ')}\n`,
  )
  cpio.file(`${PROJECT}/package.json`, readFileSync(join(root, 'package.json')))
  for (const { name, folder } of packages.filter(({ ours }) => ours)) {
    cpio.copy(join(root, folder), `${PROJECT}/${folder}`, isSource, withoutTypes)
    cpio.link(`${PROJECT}/node_modules/${name}`, `../../${folder}`)
  }
  for (const file of ['tools/package.json', 'tools/hid-vm', ...command.files])
    cpio.copy(join(root, file), `${PROJECT}/${file}`, isSource, withoutTypes)
  cpio.close()
  copyFileSync(base.value, to)
  appendFileSync(to, readFileSync(overlay))
  rmSync(overlay)
  return ok(undefined)
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * The base for these packages: the one that is kept, if it was made of the very same things. One is kept for each set
 * of packages that is asked for.
 */
function bringBase(
  root: string,
  cache: string,
  debian: Unpacked,
  packages: Package[],
  { packages: asked, modules }: Command,
): Result<string> {
  const npm = packages.filter(({ ours }) => !ours)
  const makers = MAKERS.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  const madeOf = JSON.stringify([version, debian.packages, npm, modules, makers])
  const name = `base-${digestOf(asked.join(' ')).slice(0, 6)}`
  const key = digestOf(madeOf).slice(0, 16)
  const kept = join(cache, `${name}-${key}.cpio`)
  if (existsSync(kept)) return ok(kept)
  mkdirSync(cache, { recursive: true })
  const work = join(cache, `${name}-${key}.${pid}`)
  const written = writeBase(root, debian, { npm, modules }, work)
  if (!written.ok) return written
  for (const old of readdirSync(cache))
    if (old.startsWith(`${name}-`) && old.endsWith('.cpio')) rmSync(join(cache, old))
  renameSync(work, kept)
  return ok(kept)
}

/** Kernel modules, busybox, this very Node, npm's packages, and the libraries that those load. */
function writeBase(
  root: string,
  debian: Unpacked,
  { npm, modules }: { npm: Package[]; modules: readonly string[] },
  to: string,
): Result<void> {
  const busybox = findIn(debian, '/bin/busybox', '/usr/bin/busybox')
  if (!busybox.ok) return busybox
  const addons = npm
    .flatMap(({ folder }) => globSync(join(root, folder, 'prebuilds/**/*.node')))
    .filter(isForThisMachine)
  const libraries = sharedLibrariesOf([execPath, ...addons], libraryFolders(debian.root))
  if (!libraries.ok) return libraries
  const cpio = new Cpio(to)
  for (const folder of ['proc', 'sys', 'dev', 'tmp', 'root']) cpio.folder(folder)
  // Before devtmpfs is mounted, the kernel opens this one for init's output.
  cpio.device('dev/console', 0o600, 5, 1)
  for (const [index, name] of modules.entries()) {
    const [module] = globSync(join(debian.root, `lib/modules/*/kernel/drivers/**/${name}.ko`))
    if (module === undefined)
      return fail({ code: 'hidVm.module', what: `the kernel package has no module ${name}.ko`, where: debian.root })
    cpio.file(`lib/modules/${index}-${basename(module)}`, readFileSync(module))
  }
  cpio.file('bin/busybox', readFileSync(busybox.value), 0o755)
  cpio.file('bin/node', readFileSync(execPath), 0o755)
  for (const [name, path] of libraries.value) cpio.file(name, readFileSync(path), 0o755)
  for (const { folder } of npm) cpio.copy(join(root, folder), `${PROJECT}/${folder}`, isNeededAtWork)
  cpio.close()
  return ok(undefined)
}

const isForThisMachine = (addon: string) => /linux-x64(\/|\.node$)/.test(addon)
