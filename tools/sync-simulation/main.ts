import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { findPlanted } from './planted/find-planted.ts'
import { keep } from './kept.ts'
import { Player } from './players.ts'
import { Report } from './report.ts'

/**
 * `npm run sim:sync -- [--minutes 5 | --seeds n] [--from m]`: plays seeds on every core, or with so many `--players`. A failure prints its seed and
 * its shortest form, which is kept as a test. `--planted [name]`: plants the known bugs, one at a time, and tells after
 * how many seeds each is found; with `--keep` its shortest form is kept.
 */
const REPLAYS = 400

async function playSeeds(players: number, from: number, seeds: number, minutes: number): Promise<boolean> {
  const report = new Report()
  const began = performance.now()
  let next = from
  const failed: number[] = []
  const isOver = () => next >= from + seeds || performance.now() - began > minutes * 60_000 || failed.length > 0
  await Promise.all(
    Array.from({ length: players }, async () => {
      const player = new Player()
      while (!isOver()) {
        const played = await player.play({ seed: next++ })
        report.add(played)
        if (played.problems.length > 0) failed.push(played.seed)
      }
      player.close()
    }),
  )
  console.log(report.lines((performance.now() - began) / 1000).join('\n'))
  for (const seed of failed) await tell(seed)
  return failed.length === 0
}

async function tell(seed: number): Promise<void> {
  const player = new Player()
  console.log(`\nSeed ${seed} fails. Its shortest form is being looked for (${REPLAYS} replays at most).`)
  const answer = await player.ask({ shrink: { seed }, most: REPLAYS })
  player.close()
  if (!('shrunk' in answer)) return
  const { shrunk, problems, story } = answer
  const file = keep({ name: `seed-${seed}`, form: shrunk, found: problems[0] ?? '' })
  console.log(`${story.join('\n')}\n\n${problems.join('\n')}\n\n${JSON.stringify(shrunk)}\nkept as ${file}`)
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    planted: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    players: { type: 'string', default: `${availableParallelism()}` },
  },
})
const { minutes, seeds, from } = values
const most = Number(seeds ?? (values.planted ? 400 : Infinity))
const players = Number(values.players)
const time = Number(minutes ?? (seeds === undefined ? 5 : Infinity))
const isWell = values.planted
  ? await findPlanted({ players, only: positionals, from: Number(from), most, keeps: values.keep })
  : await playSeeds(players, Number(from), most, time)
// The whole run counts as one test.
console.log(isWell ? '1 passed, 0 failed, 0 skipped' : '0 passed, 1 failed, 0 skipped')
process.exitCode = isWell ? 0 : 1
