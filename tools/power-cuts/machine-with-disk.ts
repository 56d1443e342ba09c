import { spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, closeSync, ftruncateSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Random } from '../chain/random.ts'
import { POWER_CUT } from '../hid-vm/machine.ts'
import type { Vm } from '../hid-vm/run-in-vm.ts'
import { Confirmed } from './confirmed.ts'
import { serveDisk } from './nbd-server.ts'
import { toldSchema, type Told } from './told.ts'
import { LOSSES, VolatileDisk } from './volatile-disk.ts'

const DISK_BYTES = 96 * 1024 * 1024
/**
 * A cut comes in the midst of the disk's work, at one of its requests; or right after something was confirmed; or so
 * long after the guest has its disk, whatever it does then.
 */
const MOST_REQUESTS = 1200
const MOST_CONFIRMATIONS = 200
const MOST_MILLISECONDS = 3000

export type Cut = { loss: string; waiting: number; lost: number }
/** What became of a disk: its cuts, and what was found on it after each. */
export type Outcome = { cuts: Cut[]; confirmed: Confirmed; broken: string[] }

export type Course = {
  name: string
  seed: number
  cuts: number
  mke2fs: string
  /** Whether to go on after what was found so far. */
  goOn?: (confirmed: Confirmed) => boolean
  onCut?: (cut: Cut, confirmed: Confirmed) => void
}

/** Cuts the power of a machine again and again, and boots it once more at the end, to see what is there. */
export async function cutAgainAndAgain(vm: Vm, course: Course): Promise<Outcome> {
  const { name, seed, cuts, goOn = () => true, onCut } = course
  const folder = mkdtempSync(join(tmpdir(), 'kairos-power-'))
  const random = new Random(seed, name)
  const disk = new VolatileDisk(emptyDisk(join(folder, 'image'), course.mke2fs))
  const socket = join(folder, 'disk')
  const power: Power = { asked: () => true }
  const server = await serveDisk(disk, socket, () => power.asked())
  const outcome: Outcome = { cuts: [], confirmed: new Confirmed(), broken: [] }
  const { confirmed } = outcome
  try {
    for (let n = 0; n <= cuts && outcome.broken.length === 0 && goOn(confirmed); n++) {
      // The last time only to look, as long as that takes.
      const when: Moment = n === cuts ? { is: 'confirmation', n: 1 } : momentOf(random)
      const console = join(folder, `console-${n}`)
      const broken = await bootUntil(vm, { socket, console, power, confirmed, when })
      if (broken !== undefined) outcome.broken.push(broken)
      const loss = random.pick(LOSSES)
      const cut = { loss, ...disk.cut(random, loss) }
      if (n === cuts) break
      outcome.cuts.push(cut)
      onCut?.(cut, outcome.confirmed)
    }
  } finally {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return outcome
}

/** Whether the disk still has power, asked at each of its requests. */
type Power = { asked: () => boolean }
type Moment = { is: 'request' | 'confirmation' | 'millisecond'; n: number }

function momentOf(random: Random): Moment {
  const is = random.pick(['request', 'request', 'request', 'confirmation', 'confirmation', 'millisecond'] as const)
  const most = { request: MOST_REQUESTS, confirmation: MOST_CONFIRMATIONS, millisecond: MOST_MILLISECONDS }[is]
  return { is, n: random.whole(1, most) }
}

type Start = { socket: string; console: string; power: Power; confirmed: Confirmed; when: Moment }

/** One start of the machine, until its power is cut. Gives what went wrong with the machine itself. */
async function bootUntil(vm: Vm, { socket, console, power, confirmed, when }: Start): Promise<string | undefined> {
  const cut = new AbortController()
  let left = when.n
  const one = (is: Moment['is']) => {
    if (is === when.is && --left <= 0) cut.abort()
  }
  power.asked = () => {
    one('request')
    return !cut.signal.aborted
  }
  let timer: NodeJS.Timeout | undefined
  const take = (told: Told) => {
    // What had left the machine before holds, and nothing else that it says as it goes down.
    if (cut.signal.aborted && !('did' in told)) return
    confirmed.take(told)
    if ('begins' in told && when.is === 'millisecond') timer = setTimeout(() => cut.abort(), when.n)
    if ('did' in told) one('confirmation')
    if ('failed' in told) cut.abort()
  }
  const ended = await vm.boot({
    disk: socket,
    console,
    cut: cut.signal,
    onLine: (line) => {
      if (line.is === 'said') take(toldSchema.parse(line.what))
    },
  })
  clearTimeout(timer)
  if (!ended.ok && ended.error.code === POWER_CUT) return undefined
  const why = ended.ok ? `the program ended with ${ended.value.exitCode}` : ended.error.what
  return `${why}\n${readFileSync(console, 'utf8').slice(-3000)}`
}

/** A disk with an empty file system on it, as an installer leaves it. */
function emptyDisk(file: string, mke2fs: string): Buffer {
  const descriptor = openSync(file, 'w')
  ftruncateSync(descriptor, DISK_BYTES)
  closeSync(descriptor)
  const { status, stderr } = spawnSync(mke2fs, ['-q', '-F', '-t', 'ext4', '-b', '4096', file], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`mke2fs cannot make a file system: ${stderr}`)
  const image = readFileSync(file)
  rmSync(file)
  return image
}
