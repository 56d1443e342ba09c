import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { findDigits, type Finding } from './find-digits.ts'

/**
 * Reads the memory of running processes from `/proc/<pid>/mem`, over the areas in `/proc/<pid>/maps`. The same bytes as a
 * core dump has, without a debugger to install and without gigabytes of memory written to a disk, which would itself
 * hold what must be nowhere. The processes stand still meanwhile, so that nothing moves from where it has not been
 * looked at to where it has.
 */
export type Process = { pid: number; parent: number; command: string }
/** `around`: what stands there, which tells whose it is. */
export type InMemory = Finding & { pid: number; command: string; area: string; around: string }

/** A process and all that it started, and they. */
export function familyOf(pid: number): Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processOf(Number(name)) ?? [])
  const below = (parent: number): Process[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)])
  return [...all.filter((each) => each.pid === pid), ...below(pid)]
}

/** Absent for one that has just ended, and for one that has and is still listed. */
function processOf(pid: number): Process | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, parent] = status.slice(status.lastIndexOf(')') + 2).split(' ')
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return state === 'Z' ? undefined : { pid, parent: Number(parent), command }
  } catch {
    return undefined
  }
}

type Area = { from: number; to: number; name: string }

/** What a process can read, but for the bytes of files that it only reads, its programs' own. */
function areasOf(pid: number): Area[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, from, to, rights = '', inode, name = ''] =
        /^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ (\d+) *(.*)$/.exec(line) ?? []
      const isFilesOwn = inode !== '0' && !rights.includes('w') && rights.endsWith('p')
      // What the kernel shows of itself is no memory of the process.
      if (!rights.startsWith('r') || isFilesOwn || /^\[v(syscall|var|var_vclock|dso)\]$/.test(name)) return []
      return [{ from: Number.parseInt(from ?? '', 16), to: Number.parseInt(to ?? '', 16), name: name || 'anonymous' }]
    })
}

const PART = 4 * 1024 * 1024
const PAGE = 4096
const buffer = Buffer.alloc(PART)

/** Looks for pieces of so many digits in the memory of processes. Throws with words where it cannot be read. */
export function searchMemory(
  processes: readonly Process[],
  pieces: ReadonlyMap<string, unknown>,
  length: number,
): { findings: InMemory[]; megabytes: number } {
  const findings: InMemory[] = []
  let bytes = 0
  for (const { pid } of processes) process.kill(pid, 'SIGSTOP')
  try {
    for (const { pid, command } of processes) {
      const memory = openMemory(pid, command)
      const present = openSync(`/proc/${pid}/pagemap`, 'r')
      for (const { from, to, name } of areasOf(pid))
        for (const part of presentParts(present, from, to)) {
          const read = readSync(memory, buffer, 0, part.to - part.from, part.from)
          bytes += read
          findDigits(buffer.subarray(0, read), pieces, length, (finding) =>
            findings.push({ ...finding, pid, command, area: name, around: textAround(finding.at, read) }),
          )
        }
      closeSync(present)
      closeSync(memory)
    }
  } finally {
    for (const { pid } of processes) process.kill(pid, 'SIGCONT')
    buffer.fill(0)
  }
  return { findings, megabytes: Math.round(bytes / 1_000_000) }
}

const textAround = (at: number, end: number): string =>
  buffer.toString('latin1', Math.max(0, at - 48), Math.min(at + 64, end)).replaceAll(/[^ -~]+/g, '\u00b7')

function openMemory(pid: number, command: string): number {
  try {
    return openSync(`/proc/${pid}/mem`, 'r')
  } catch (error) {
    throw new Error(
      `The memory of process ${pid} (${command.slice(0, 80)}) cannot be read. The system has to let a process read the memory of those that it started: run this as root, or with /proc/sys/kernel/yama/ptrace_scope at 0 or 1.`,
      { cause: error },
    )
  }
}

/** Whether each page is there, in memory or swapped out: bits 63 and 62 of its 8 bytes. */
const isThere = (pages: Buffer, page: number): boolean => ((pages[page * 8 + 7] ?? 0) & 0xc0) !== 0

/** The parts of an area of which there is any memory: most of what a process reserves was never touched. */
function* presentParts(pagemap: number, from: number, to: number): Generator<{ from: number; to: number }> {
  const OVERLAP = PAGE
  for (let start = from; start < to; start += PART - OVERLAP) {
    const end = Math.min(start + PART, to)
    const pages = Buffer.alloc(((end - start) / PAGE) * 8)
    readSync(pagemap, pages, 0, pages.length, (start / PAGE) * 8)
    let first = -1
    for (let page = 0; page <= pages.length / 8; page++) {
      const here = page < pages.length / 8 && isThere(pages, page)
      if (here && first === -1) first = page
      if (here || first === -1) continue
      yield { from: start + first * PAGE, to: start + page * PAGE }
      first = -1
    }
    if (end === to) return
  }
}
