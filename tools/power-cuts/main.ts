import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { bringDebian, findIn, type Unpacked } from '../hid-vm/debian.ts'
import { DISK_MODULES } from '../hid-vm/machine.ts'
import { makeVm, type Vm } from '../hid-vm/run-in-vm.ts'
import { skip, words } from '../hid-vm/skip.ts'
import {
  afterConfirmations,
  anyCut,
  cutAgainAndAgain,
  type Course,
  type Cut,
  type Outcome,
} from './machine-with-disk.ts'

/**
 * `npm run test:power`: the hub's and head office's storage at work in virtual machines whose power is cut. After each
 * cut the same disk is booted again, and everything that was confirmed before must be there. Ends with `N passed, N
 * failed, N skipped`.
 */
const PROGRAM = 'tools/power-cuts/guest/main.ts'
const CACHE = fileURLToPath(new URL('../../.cache/hid-vm', import.meta.url))
/** Machines at once, each with a disk of its own. */
const MACHINES = 2
/** The control is found out by the first cut as good as always; if it is not after so many, the test is worth nothing. */
const MOST_CONTROL_CUTS = 8
/** A guest that nobody cuts off ends after so long. */
const MOST_SECONDS = 600
const options = new Command('test:power')
  .description('Cuts the power of virtual machines in which the product’s storage writes, and looks what is left.')
  .option('--cuts <number>', 'how often', Number, 20)
  .option('--seed <number>', 'what is chosen', Number)
  .parse()
  .opts<{ cuts: number; seed?: number }>()

const vmFor = (...more: string[]) =>
  makeVm({
    program: PROGRAM,
    arguments: more,
    packages: ['@kairos/hub', '@kairos/hq'],
    files: ['tools/power-cuts'],
    modules: DISK_MODULES,
    timeout: MOST_SECONDS,
  })

type Test = { name: string; problems: string[] }

async function testAll(debian: Unpacked): Promise<Test[]> {
  const seed = options.seed ?? Math.floor(Math.random() * 1_000_000)
  const mke2fs = findIn(debian, '/sbin/mke2fs', '/usr/sbin/mke2fs')
  const [honest, planted] = [vmFor(), vmFor('never-synced')]
  if (!mke2fs.ok || !honest.ok || !planted.ok) {
    const problems = [mke2fs, honest, planted].flatMap((each) => (each.ok ? [] : [words(each.error)]))
    return [{ name: 'a virtual machine can be made', problems }]
  }
  console.log(`  Seed ${seed}, ${options.cuts} cuts`)
  const began = performance.now()
  const course: Pick<Course, 'seed' | 'mke2fs'> = { seed, mke2fs: mke2fs.value }
  const onCut = ({ loss, waiting, lost }: Cut, { promises, looks }: Outcome['confirmed']) =>
    console.log(
      `      cut after ${promises} confirmations and ${looks} looks; the disk lost ${lost} of ${waiting} sectors (${loss})`,
    )
  try {
    const shares = Array.from({ length: MACHINES }, (_, n) => Math.floor((options.cuts + n) / MACHINES))
    const outcomes = await Promise.all(
      shares.map((cuts, n) =>
        cutAgainAndAgain(honest.value, { ...course, name: `disk ${n}`, cuts, plan: anyCut, onCut }),
      ),
    )
    const control = await controlOf(planted.value, course)
    console.log(`  ${((performance.now() - began) / 1000).toFixed(0)} s in all`)
    return [...testsOf(outcomes), control]
  } finally {
    for (const vm of [honest, planted]) vm.value.remove()
  }
}

function testsOf(outcomes: readonly Outcome[]): Test[] {
  const cuts = outcomes.flatMap((outcome) => outcome.cuts)
  const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0)
  const promises = sum(outcomes.map(({ confirmed }) => confirmed.promises))
  const looks = sum(outcomes.map(({ confirmed }) => confirmed.looks))
  const lost = cuts.filter((cut) => cut.lost > 0).length
  return [
    {
      name: `after ${cuts.length} cuts nothing is missing of ${promises} confirmations, in ${looks} looks`,
      problems:
        promises > 0
          ? outcomes.flatMap(({ confirmed }) => confirmed.problems)
          : ['nothing was confirmed before any cut'],
    },
    { name: 'the machines did what they were made for', problems: outcomes.flatMap(({ broken }) => broken) },
    {
      // The first cut of each comes while something waits, and takes all of it.
      name: `every disk lost something that had not been flushed, in ${lost} of the cuts`,
      problems: outcomes.every((outcome) => outcome.cuts.length === 0 || outcome.cuts.some((cut) => cut.lost > 0))
        ? []
        : ['no cut came while anything was in the cache of one of the disks: it shows nothing'],
    },
  ]
}

/** The same with databases that do not sync: if that is not found, the test is worth nothing. */
async function controlOf(vm: Vm, course: Pick<Course, 'seed' | 'mke2fs'>): Promise<Test> {
  const isFound = ({ problems }: Outcome['confirmed']) => problems.length > 0
  const { cuts, confirmed, broken } = await cutAgainAndAgain(vm, {
    ...course,
    name: 'planted',
    cuts: MOST_CONTROL_CUTS,
    plan: afterConfirmations,
    goOn: (so) => !isFound(so),
  })
  const name = `databases that do not sync are found out, after ${cuts.length} cuts: ${confirmed.problems[0] ?? ''}`
  return { name, problems: isFound(confirmed) ? [] : ['nothing was missing', ...broken] }
}

async function main(): Promise<number> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const debian = bringDebian(CACHE)
  if (!debian.ok) return skip(debian.error, ['nothing that was confirmed is missing after a power cut'])
  const tests = await testAll(debian.value)
  for (const { name, problems } of tests) {
    console.log(`  ${problems.length === 0 ? '✓' : '✗'} ${name}`)
    for (const problem of problems.slice(0, 10)) console.log(`      ${problem}`)
  }
  const failed = tests.filter(({ problems }) => problems.length > 0).length
  console.log(`${tests.length - failed} passed, ${failed} failed, 0 skipped`)
  return failed > 0 ? 1 : 0
}

process.exit(await main())
