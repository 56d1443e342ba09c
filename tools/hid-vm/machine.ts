import { spawn } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'
import { fail, ok, type Result } from '@kairos/shared/result'
import { findIn, type Unpacked } from './debian.ts'
import { parseGuestLine, type GuestLine } from './guest-line.ts'
import { libraryFolders } from './shared-libraries.ts'

/** A boot takes 3 to 6 seconds; on two processors with 25 programs at work beside it, more than a minute. */
const BOOT_SECONDS = 240
/** For powering off, after the guest has ended the program at its own limit. */
const GRACE_SECONDS = 10

/**
 * `quiet`: warnings only. `panic=-1`: a panic ends the machine at once. The rest is for software emulation: no
 * mitigations, a clock that does not run wild when the host is busy, as the processor's own counter would, and no panic
 * because on a busy host the timer's first ticks come later than a kernel expects of a real board.
 */
const KERNEL_ARGUMENTS =
  'console=ttyS0 quiet panic=-1 mitigations=off nokaslr tsc=unstable clocksource=hpet no_timer_check'

export type Boot = {
  debian: Unpacked
  initramfs: string
  /** The file that the guest's console is written to. */
  console: string
  /** How long the program may take. */
  seconds: number
  onLine: (line: GuestLine) => void
  /** A disk of its own (`/dev/vda`; the guest needs the modules `DISK_MODULES`): the socket of an NBD server, whose export is named `disk`. */
  disk?: string | undefined
  /** Cuts the power: the machine is gone at once, with whatever it had not handed to its disk. */
  cut?: AbortSignal | undefined
}

/** What a machine that ran to its end left: the program's exit code, and how long the boot and the program took. */
export type Ended = { exitCode: number; bootSeconds: number; programSeconds: number }

const since = (began: number) => (performance.now() - began) / 1000

/** Boots a kernel in QEMU and waits until it has powered off. Software emulation: it needs no rights and no KVM. */
export async function runMachine({
  debian,
  initramfs,
  console,
  seconds,
  onLine,
  disk,
  cut,
}: Boot): Promise<Result<Ended>> {
  const qemu = findIn(debian, '/usr/bin/qemu-system-x86_64')
  if (!qemu.ok) return qemu
  const [kernel] = globSync(join(debian.root, 'boot/vmlinuz-*'))
  if (kernel === undefined) return cannot('the kernel package holds no kernel', debian.root)
  const firmware = [debian.root, ''].flatMap((root) => [`${root}/usr/share/seabios`, `${root}/usr/share/qemu`])
  const machine = spawn(
    qemu.value,
    [
      ...'-nodefaults -no-user-config -no-reboot -display none -monitor none'.split(' '),
      // One processor: with two, V8 died at its start in two of some 75 runs on a busy host, once of a failed check of
      // its own code pages. The suspicion is QEMU's: code that one emulated processor writes and another runs.
      ...'-accel tcg -machine q35 -cpu max -smp 1 -m 1024'.split(' '),
      ...firmware.flatMap((folder) => ['-L', folder]),
      '-kernel',
      kernel,
      '-initrd',
      initramfs,
      '-append',
      KERNEL_ARGUMENTS,
      ...(disk === undefined ? [] : diskArguments(disk)),
      // The guest's ttyS0 and ttyS1: a log for people, and what the host reads.
      '-serial',
      `file:${console}`,
      '-serial',
      'stdio',
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...env, LD_LIBRARY_PATH: libraryFolders(debian.root).join(':') },
    },
  )
  const kill = () => machine.kill('SIGKILL')
  cut?.addEventListener('abort', kill)
  // A host that is ended takes its machine with it.
  process.once('exit', kill)
  let complaint = ''
  machine.stderr.on('data', (data: Buffer) => (complaint += data.toString()))

  const began = performance.now()
  let bootSeconds: number | undefined
  let exitCode: number | undefined
  let limit = setTimeout(kill, BOOT_SECONDS * 1000)
  const take = (line: GuestLine) => {
    if (line.is === 'ready') {
      bootSeconds = since(began)
      clearTimeout(limit)
      limit = setTimeout(kill, (seconds + GRACE_SECONDS) * 1000)
    }
    if (line.is === 'exit') exitCode = line.code
    onLine(line)
  }
  createInterface({ input: machine.stdout }).on('line', (text) => {
    const line = parseGuestLine(text)
    if (line !== undefined) take(line)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    machine.once('error', reject)
    machine.once('close', resolve)
  })
  clearTimeout(limit)
  process.off('exit', kill)
  cut?.removeEventListener('abort', kill)

  if (cut?.aborted === true) return fail({ code: POWER_CUT, what: 'the power was cut', where: console })
  if (bootSeconds === undefined && complaint !== '')
    return cannot(`QEMU says: ${complaint.trim()}`, qemu.value, `Remove ${debian.root} and run the same again.`)
  if (bootSeconds === undefined)
    return cannot(code === null ? `the guest was not up within ${BOOT_SECONDS} s` : 'the guest never came up', console)
  if (exitCode === KILLED || exitCode === undefined)
    return cannot(
      exitCode === KILLED || code === null
        ? `the program did not end within ${seconds} s`
        : 'the guest went down before the program had ended',
      console,
    )
  return ok({ exitCode, bootSeconds, programSeconds: since(began) - bootSeconds })
}

/** What became of a machine whose power was cut: nothing of it can be known but what it had said. */
export const POWER_CUT = 'hidVm.powerCut'

/** What the kernel needs for the disk, in the order in which they are loaded. */
export const DISK_MODULES: readonly string[] = [
  'virtio_ring',
  'virtio',
  'virtio_pci_modern_dev',
  'virtio_pci_legacy_dev',
  'virtio_pci',
  'virtio_blk',
]

/**
 * The guest's flushes reach the server. Not a drive of NVMe, although the kernel needs no module for that: QEMU's (7.2)
 * takes forced writes (FUA) and does not force them, so that a journal's last commits are lost with the power.
 */
const diskArguments = (socket: string): string[] => [
  '-blockdev',
  `driver=nbd,node-name=disk,export=disk,server.type=unix,server.path=${socket}`,
  '-device',
  'virtio-blk-pci,drive=disk,write-cache=on',
]

/** What the guest's `timeout` leaves behind: 128 and SIGKILL. */
const KILLED = 137

const cannot = (what: string, where: string, todo = 'The guest’s console says more.') =>
  fail({ code: 'hidVm.machine', what, where, todo })

/** What the guest's console said, without what only moves a terminal's cursor. */
export const readConsole = (console: string): string =>
  stripVTControlCharacters(readFileSync(console, 'utf8')).replaceAll('\r', '')
