import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { ok, type Result } from '@kairos/shared/result'
import { bringDebian } from './debian.ts'
import type { GuestLine, GuestTest } from './guest-line.ts'
import { HID_MODULES, writeInitramfs } from './initramfs.ts'
import { runMachine, type Boot, type Ended } from './machine.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export type VmJob = {
  /** A TypeScript or JavaScript file, from the project's root. In the guest it is run as root from that root. */
  program: string
  arguments?: readonly string[]
  /** The packages of ours that it imports; what those depend on comes by itself. `@kairos/devices` if not said. */
  packages?: readonly string[]
  /** More files or folders that it needs, from the project's root. All of `tools/hid-vm` is always there. */
  files?: readonly string[]
  /** The kernel's modules that it needs, in the order in which they are loaded; those for HID devices if not said. */
  modules?: readonly string[]
  /** How long the program may take, in seconds; 60 if not said. */
  timeout?: number
  /** Is told each line as the guest says it. */
  onLine?: (line: GuestLine) => void
}

/** A program that has ended, well or not, with the outcomes of the tests (of `node:test`) that it holds. */
export type VmRun = Ended & {
  tests: GuestTest[]
  notes: string[]
  /** For Debian's packages and the first file system, in seconds. */
  packSeconds: number
}

/** The file that holds what the last guest of this program said on its console. */
export const consoleOf = (program: string, root: string = ROOT): string =>
  join(root, '.cache', 'hid-vm', `${program.replaceAll(/[^a-z0-9]+/gi, '-')}.console.log`)

/** A virtual machine that is made: to be booted as often as one likes, and side by side. */
export type Vm = {
  packSeconds: number
  /** `console`: the file for what this one says on its console. */
  boot: (how: Pick<Boot, 'onLine' | 'disk' | 'cut'> & { console: string }) => Promise<Result<Ended>>
  remove: () => void
}

/** Makes the machine for a program. Brings what is missing. */
export function makeVm(job: Omit<VmJob, 'onLine'>): Result<Vm> {
  const began = performance.now()
  const cache = join(ROOT, '.cache', 'hid-vm')
  const { timeout: seconds = 60 } = job
  mkdirSync(cache, { recursive: true })
  const debian = bringDebian(cache)
  if (!debian.ok) return debian
  const work = mkdtempSync(join(tmpdir(), 'kairos-hid-vm-'))
  // The file system is some 160 MB: a run that is ended from outside leaves nothing behind either.
  const remove = () => rmSync(work, { recursive: true, force: true })
  process.once('exit', remove)
  const initramfs = join(work, 'initramfs.cpio')
  const command = {
    program: job.program,
    arguments: job.arguments ?? [],
    packages: job.packages ?? ['@kairos/devices'],
    files: job.files ?? [],
    modules: job.modules ?? HID_MODULES,
    seconds,
  }
  const written = writeInitramfs(ROOT, cache, debian.value, command, initramfs)
  if (!written.ok) {
    remove()
    return written
  }
  return ok({
    packSeconds: (performance.now() - began) / 1000,
    boot: (how) => runMachine({ ...how, debian: debian.value, initramfs, seconds }),
    remove() {
      process.off('exit', remove)
      remove()
    },
  })
}

/**
 * Runs a program of ours as root in a Linux of its own, where `createUhidDevice` (guest/uhid.ts) makes HID devices
 * that are real to the kernel. Brings what is missing. A problem means that the program did not run to its end.
 */
export async function runInVm({ onLine = () => undefined, ...job }: VmJob): Promise<Result<VmRun>> {
  const console = consoleOf(job.program)
  mkdirSync(dirname(console), { recursive: true })
  writeFileSync(console, '')
  const vm = makeVm(job)
  if (!vm.ok) return vm
  const lines: GuestLine[] = []
  const take = (line: GuestLine) => {
    lines.push(line)
    onLine(line)
  }
  try {
    const ended = await vm.value.boot({ console, onLine: take })
    if (!ended.ok) return ended
    const tests = lines.filter((line) => line.is === 'test')
    const notes = lines.filter((line) => line.is === 'note').map(({ text }) => text)
    return ok({ ...ended.value, tests, notes, packSeconds: vm.value.packSeconds })
  } finally {
    vm.value.remove()
  }
}
