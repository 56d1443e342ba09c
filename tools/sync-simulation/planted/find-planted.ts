import { keep } from '../kept.ts'
import { Player } from '../players.ts'
import { PLANTED, type PlantedBug } from './bugs.ts'

/** Fewer turns and fewer stores, which is enough to show it in little time. */
const REPLAYS = 12

export type Search = {
  players: number
  /** Their names; none for all. */
  only: readonly string[]
  from: number
  /** So many seeds are played before a bug counts as not found. */
  most: number
  /** The shortest form of each is kept as a test. */
  keeps: boolean
}

/** Plants every bug, one at a time and one per core, and plays until it is found. False if one is not. */
export async function findPlanted({ players, only, from, most, keeps }: Search): Promise<boolean> {
  const bugs = PLANTED.filter(({ name }) => only.length === 0 || only.includes(name))
  const waiting = [...bugs]
  const found = new Map<string, number>()
  await Promise.all(
    Array.from({ length: players }, async () => {
      for (let bug = waiting.shift(); bug; bug = waiting.shift()) {
        const seed = await find(bug, { from, most, keeps })
        if (seed !== undefined) found.set(bug.name, seed)
      }
    }),
  )
  console.log(`${found.size} of ${bugs.length} planted bugs were found`)
  return found.size === bugs.length
}

async function find(
  bug: PlantedBug,
  { from, most, keeps }: Omit<Search, 'only' | 'players'>,
): Promise<number | undefined> {
  const player = new Player(bug.name)
  try {
    for (let seed = from; seed < from + most; seed++) {
      const { problems } = await player.play({ seed })
      const [problem] = problems
      if (problem === undefined) continue
      console.log(`${bug.name}: found after ${seed - from + 1} seeds (${problem.slice(0, 120)})`)
      if (keeps) await keepShortest(player, bug, seed)
      return seed
    }
    console.log(`${bug.name}: NOT FOUND in ${most} seeds`)
    return undefined
  } catch (error) {
    console.log(`${bug.name}: ${String(error)}`)
    return undefined
  } finally {
    player.close()
  }
}

async function keepShortest(player: Player, { name }: PlantedBug, seed: number): Promise<void> {
  const answer = await player.ask({ shrink: { seed }, most: REPLAYS })
  if (!('shrunk' in answer)) return
  const { shrunk, problems } = answer
  keep({ name, planted: name, found: (problems[0] ?? '').slice(0, 300), form: shrunk })
}
