import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Command } from 'commander'
import { MINUTE, SECOND, type Ms } from '@kairos/shared/time'
import { checksOf, openLeft, type Check } from './end-state.ts'
import { makeFaults, type Faults } from './faults.ts'
import { plantedProblems } from './plants.ts'
import { rest } from './rest.ts'
import { sendersOf } from './senders.ts'
import { shopIn } from './shoppers.ts'
import { openWorld, type World } from './world.ts'

/**
 * `npm run kill:sync`: head office and four stores' hubs as real programs, under load from their real doors, killed and
 * cut off at random. Then everything comes to rest and must agree. Ends with `N passed, N failed, N skipped`.
 */
const options = new Command('kill:sync')
  .description('Kills and cuts off real programs of the store sync under load, and checks what is left.')
  .option('--minutes <number>', 'how long', Number, 5)
  .option('--seed <number>', 'what is chosen; the moments are the machine’s own', Number)
  .option('--keep', 'leave the data folders there')
  .parse()
  .opts<{ minutes: number; seed?: number; keep?: true }>()

const FIRST_PROBLEMS = 12
const inSeconds = (time: Ms): string => `${(time / SECOND).toFixed(1)} s`

async function play(world: World): Promise<Check[]> {
  const { ledger, programs, hubs, hq, folder } = world
  const senders = sendersOf(world)
  await senders.enrol()
  // A new hub has everything to read.
  await Promise.all(hubs.map(({ program }) => program.start()))
  const ended = new AbortController()
  const load = [senders.run(ended.signal), ...hubs.map((hub) => shopIn(world, hub, senders, ended.signal))]
  const faulty = new AbortController()
  const faults = makeFaults(world, faulty.signal)
  await pause(options.minutes * MINUTE)
  faulty.abort()
  const done = await faults
  ended.abort()
  for (const line of world.lines) line.slow()
  await Promise.all(load)
  await senders.nameStrangers()
  const rested = await rest(world)
  tell(world, done, rested.took)
  for (const program of [...hubs.map(({ program }) => program), hq]) await program.end('SIGTERM')
  const left = openLeft(join(folder, 'hq'), hubs)
  const checks = await checksOf(left, ledger)
  const planted = await plantedProblems(left, ledger)
  const [events] = left.hq.prepare('select count(*) as n from events').all() as { n: number }[]
  const facts = left.hubs.map(({ database }) => database.prepare('select count(*) from outbox').pluck().get())
  console.log(`  HQ has ${events?.n} events; the hubs recorded ${facts.join(', ')} facts`)
  for (const database of [left.hq, ...left.hubs.map((hub) => hub.database)]) database.close()
  return [
    { name: 'the chain comes to rest', problems: rested.problems },
    ...checks,
    planted,
    {
      name: 'no program ended by itself, each ended when told to',
      problems: programs.flatMap(({ problems }) => problems),
    },
    { name: 'no program logged an error', problems: programs.flatMap(({ complaints }) => complaints) },
  ]
}

function tell({ programs, ledger, asked }: World, faults: Faults, took: Ms): void {
  const kills = Object.entries(faults.killed).map(([name, n]) => `${name} ${n}`)
  const total = Object.values(faults.killed).reduce((sum, n) => sum + n, 0)
  const starts = programs.flatMap((program) => program.starts.slice(1)).toSorted((a, b) => a - b)
  const median = starts[Math.floor(starts.length / 2)] ?? 0
  console.log(`  ${total} kills (${kills.join(', ')}), ${faults.killedAtStart} more before the doors were open`)
  console.log(
    `  ${faults.ended} ended by SIGTERM; lines: ${faults.cut} cut, ${faults.slow} slow, ${faults.stalled} stalled`,
  )
  console.log(
    `  ${asked} questions; ${ledger.confirmed} facts confirmed; ${ledger.unanswered} times no answer, or a refusal`,
  )
  console.log(
    `  ${starts.length} recoveries: open after ${inSeconds(median)} in the middle, ${inSeconds(starts.at(-1) ?? 0)} at most`,
  )
  console.log(`  At rest ${inSeconds(took)} after the last fault`)
}

async function main(): Promise<number> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const seed = options.seed ?? Math.floor(Math.random() * 1_000_000)
  const folder = mkdtempSync(join(tmpdir(), 'kairos-kill-'))
  console.log(`  Seed ${seed}, ${options.minutes} minutes${options.keep ? `, in ${folder}` : ''}`)
  let world: World | undefined
  let failed = 1
  let passed = 0
  try {
    world = await openWorld(seed, folder)
    const checks = await play(world)
    for (const { name, problems } of checks) {
      console.log(`  ${problems.length === 0 ? '✓' : '✗'} ${name}`)
      for (const problem of problems.slice(0, FIRST_PROBLEMS)) console.log(`      ${problem}`)
      if (problems.length > FIRST_PROBLEMS) console.log(`      and ${problems.length - FIRST_PROBLEMS} more`)
    }
    passed = checks.filter(({ problems }) => problems.length === 0).length
    failed = checks.length - passed
  } catch (error) {
    console.log(error)
    for (const { problems } of world?.programs ?? []) for (const problem of problems) console.log(problem)
  } finally {
    for (const program of world?.programs ?? []) await program.end('SIGKILL')
    for (const line of world?.lines ?? []) line.close()
    if (!options.keep) rmSync(folder, { recursive: true, force: true })
  }
  if (failed > 0) console.log(`  Again: npm run kill:sync -- --minutes ${options.minutes} --seed ${seed} --keep`)
  console.log(`${passed} passed, ${failed} failed, 0 skipped`)
  return failed > 0 ? 1 : 0
}

process.exit(await main())
