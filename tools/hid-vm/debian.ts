import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { arch, platform } from 'node:process'
import { fail, ok, type Result } from '@kairos/shared/result'

/**
 * What the virtual machine is made of, and Debian's package of each. They are unpacked into the project's cache and
 * not installed: a kernel must not land in this machine's /boot, and the machine is left as it was.
 */
const PACKAGES = ['qemu-system-x86', 'seabios', 'busybox-static', 'libusb-1.0-0', 'e2fsprogs']
/** A package that only depends on the newest kernel, whose name holds its version. */
const NEWEST_KERNEL = 'linux-image-cloud-amd64'

/** A folder that holds, as `/` would, every one of the packages that this machine lacks. */
export type Unpacked = {
  root: string
  /** What was unpacked, `name=version` each: two equal lists stand for equal files. */
  packages: string[]
}

const LIMIT_SECONDS = 120

/** Runs a command to its end; the failure is what it had to say. */
function run(command: string, args: string[], cwd?: string): Result<string, string> {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: LIMIT_SECONDS * 1000,
    maxBuffer: 64 << 20,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    ...(cwd === undefined ? {} : { cwd }),
  })
  if (status === 0) return ok(stdout)
  return fail(status === null ? `${command} did not end within ${LIMIT_SECONDS} s` : stderr.trim().slice(0, 500))
}

/** The code of what keeps a machine from having Debian’s packages: what needs them is skipped there. */
export const NO_DEBIAN = 'hidVm.debian'
const cannot = (what: string, where: string, todo: string) => fail({ code: NO_DEBIAN, what, where, todo })

/**
 * Brings the packages that are missing into `cache`, once. Fails, in words, where that cannot be done: on another
 * system than Debian on x86-64, or without a line to Debian's servers.
 */
export function bringDebian(cache: string): Result<Unpacked> {
  if (platform !== 'linux' || arch !== 'x64' || !existsSync('/usr/bin/apt-get'))
    return cannot(
      'the virtual machine is made of Debian’s packages for x86-64',
      `${platform} ${arch}`,
      'Run this on Debian on an x86-64 machine, for instance in a debian:12 container.',
    )
  const kept = join(cache, 'debian')
  const before = whatIsIn(kept)
  if (before) return ok(before)
  const wanted = askApt()
  if (!wanted.ok) return wanted
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'unpacking-'))
  try {
    const unpacked = downloadAndUnpack(wanted.value, work)
    if (!unpacked.ok) return unpacked
    // Whole or not at all; a run beside this one may have been faster, and may be using its own.
    try {
      renameSync(unpacked.value, kept)
    } catch (error) {
      if (!existsSync(kept)) throw error
    }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return ok(whatIsIn(kept) ?? { root: kept, packages: wanted.value })
}

/** One `name=version` a line. */
const LIST = 'packages.txt'

function whatIsIn(root: string): Unpacked | undefined {
  const list = join(root, LIST)
  return existsSync(list) ? { root, packages: readFileSync(list, 'utf8').split('\n') } : undefined
}

/** The packages to unpack, dependencies included, as `name=version`: those that this machine lacks, and the kernel. */
function askApt(): Result<string[]> {
  const first = askOnce()
  if (first.ok) return first
  // A fresh container has no lists of packages yet, or old ones. Without this option a server out of reach is no error.
  const updated = run('apt-get', ['-qq', '-o', 'APT::Update::Error-Mode=any', 'update'])
  const second = askOnce()
  if (second.ok) return second
  return cannot(
    `apt does not know the packages of the virtual machine: ${second.error}`,
    'apt-get',
    updated.ok
      ? 'Add Debian’s own packages to apt’s sources.'
      : `Run apt-get update as root, with a line to Debian’s servers. Just now it failed: ${updated.error}`,
  )
}

function askOnce(): Result<string[], string> {
  const depends = run('apt-cache', ['depends', NEWEST_KERNEL])
  const kernel = depends.ok ? depends.value.match(/Depends: (linux-image-\S+)/)?.[1] : undefined
  if (kernel === undefined) return fail(`${NEWEST_KERNEL} is unknown`)
  const shown = run('apt-cache', ['show', '--no-all-versions', kernel])
  const version = shown.ok ? shown.value.match(/^Version: (\S+)/m)?.[1] : undefined
  if (version === undefined) return fail(`${kernel} has no version`)
  // Nothing is installed: apt only says what it would, one line a package: `Inst name [old] (version suite [arch])`.
  const simulated = run('apt-get', ['--simulate', '--no-install-recommends', 'install', ...PACKAGES])
  if (!simulated.ok) return simulated
  const lacking = [...simulated.value.matchAll(/^Inst (\S+) (?:\[\S+\] )?\((\S+) /gm)]
  return ok([...lacking.map(([, name, version]) => `${name}=${version}`), `${kernel}=${version}`].toSorted())
}

/** Gives the folder they were unpacked into, inside of `work`. */
function downloadAndUnpack(packages: string[], work: string): Result<string> {
  const download = run('apt-get', ['-qq', 'download', ...packages], work)
  if (!download.ok)
    return cannot(
      'Debian’s packages for the virtual machine could not be downloaded',
      download.error,
      'Run apt-get update as root and try again; a line to Debian’s servers is needed once.',
    )
  const root = join(work, 'root')
  for (const file of readdirSync(work).filter((name) => name.endsWith('.deb'))) {
    const unpack = run('dpkg-deb', ['--extract', join(work, file), root])
    if (!unpack.ok) return cannot('a package could not be unpacked', file, unpack.error)
  }
  writeFileSync(join(root, LIST), packages.join('\n'))
  return ok(root)
}

/** Where a file of one of the packages is: unpacked, or of this machine, which then has the package. */
export function findIn({ root }: Unpacked, ...paths: string[]): Result<string> {
  const found = paths.flatMap((path) => [join(root, path), path]).find((path) => existsSync(path))
  if (found !== undefined) return ok(found)
  return fail({
    code: 'hidVm.file',
    what: 'a file of the virtual machine is missing',
    where: paths.join(' or '),
    todo: `Remove ${root} and run the same again: the packages are then fetched anew.`,
  })
}
