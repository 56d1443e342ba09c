import { setTimeout as pause } from 'node:timers/promises'
import { Random } from '../chain/random.ts'
import type { CuttableLine } from '../dock/parts/line-to-hq.ts'
import type { Killable } from './killable.ts'
import type { World } from './world.ts'

/** What was done to the chain, for the report. */
export type Faults = {
  killed: Record<string, number>
  /** Killed again before its doors were open. */
  killedAtStart: number
  ended: number
  cut: number
  slow: number
  stalled: number
}

/** Kills, cuts and slows at random until it is told to stop; what is chosen comes from the seed, the moment does not. */
export async function makeFaults(world: World, ended: AbortSignal): Promise<Faults> {
  const { seed, programs, hq, hubs, lines } = world
  const faults: Faults = { killed: {}, killedAtStart: 0, ended: 0, cut: 0, slow: 0, stalled: 0 }
  const random = new Random(seed, 'faults')
  const underWay = new Set<Promise<void>>()
  const failed: unknown[] = []
  const inHand = new Set<Killable>()
  while (!ended.aborted) {
    await pause(random.whole(100, 900))
    const what = random.weighted(
      [
        ['kill a hub', 5],
        ['kill HQ', 3],
        ['end', 1],
        ['cut', 4],
        ['slow', 3],
        ['stall', 2],
      ].map(([value, weight]) => ({ value, weight: Number(weight) })),
    )
    const line = random.pick(lines)
    const going =
      what === 'kill HQ'
        ? kill(hq, 'SIGKILL')
        : what === 'kill a hub'
          ? kill(random.pick(hubs).program, 'SIGKILL')
          : what === 'end'
            ? kill(random.pick(programs), 'SIGTERM')
            : what === 'cut'
              ? cut(line)
              : slow(line, what === 'stall')
    const watched = going.catch((error: unknown) => void failed.push(error)).finally(() => underWay.delete(watched))
    underWay.add(watched)
  }
  await Promise.all(underWay)
  if (failed.length > 0) throw failed[0]
  return faults

  /** Whoever is being ended and started again is left alone meanwhile: two would start it, and side by side. */
  async function kill(program: Killable, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (!program.isOpen || inHand.has(program)) return
    inHand.add(program)
    await killAndStart(program, signal)
    inHand.delete(program)
  }

  async function killAndStart(program: Killable, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    // In the midst of something: so many things are asked of the chain before, if they are within a second.
    const at = world.asked + random.whole(1, 20)
    for (let waited = 0; world.asked < at && waited < 1000; waited += 5) await pause(5)
    if (!program.isOpen) return
    if (signal === 'SIGTERM') faults.ended++
    else faults.killed[program.name] = (faults.killed[program.name] ?? 0) + 1
    await program.end(signal)
    await pause(random.chance(0.5) ? 0 : random.whole(0, 3000))
    while (random.chance(0.25) && !ended.aborted) {
      const starting = program.start()
      await pause(random.whole(0, 2000))
      if (!program.isOpen) faults.killedAtStart++
      await program.end('SIGKILL')
      await starting
    }
    await program.start()
  }

  async function cut(line: CuttableLine): Promise<void> {
    if (!line.up()) return
    faults.cut++
    line.set(false)
    await pause(random.whole(0, 6000))
    line.set(true)
  }

  /** Slow as a bad line is, or so slow that nothing gets through and nobody notices yet. */
  async function slow(line: CuttableLine, isStalled: boolean): Promise<void> {
    if (isStalled) faults.stalled++
    else faults.slow++
    const delay = isStalled ? 60_000 : random.whole(5, 150)
    line.slow({ delay, bytesPerSecond: random.whole(2_000, 200_000) })
    await pause(random.whole(500, 6000))
    line.slow()
    // Whatever stands in a stalled line would come a minute late.
    if (isStalled && line.up()) {
      line.set(false)
      line.set(true)
    }
  }
}
