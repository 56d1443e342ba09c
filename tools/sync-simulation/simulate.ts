import { DAY, MINUTE } from '@kairos/shared/time'
import { Random } from '../chain/random.ts'
import { actsOf } from './acts.ts'
import { problemsMeanwhile } from './check-meanwhile.ts'
import { problemsOf } from './check.ts'
import type { Form } from './script.ts'
import type { Setting } from './setting.ts'
import { worldOf, type World } from './world.ts'

/** A healthy chain comes to rest long before; more means that two ends keep each other busy. */
const MOST_STEPS_TO_REST = 20_000

export type Outcome = {
  problems: string[]
  story: readonly string[]
  facts: number
  setting: Setting
  /** All that happened and can be left out. */
  happened: readonly string[]
  counts: Readonly<Record<string, number>>
}

/** Plays one seed: a while of people and faults, then the line comes back, and then everything must agree. */
export async function simulate(form: Form): Promise<Outcome> {
  const world = worldOf(form)
  const { scheduler, script, hubs, hq, setting } = world
  try {
    const problems = await play(world)
    if (problems.length === 0) {
      if (!(await heal(world))) problems.push('it does not come to rest')
      problems.push(...problemsOf(world))
    }
    return {
      problems,
      story: scheduler.story,
      facts: hubs.reduce((n, { recorded }) => n + recorded.size, 0),
      setting,
      happened: script.happened,
      counts: Object.fromEntries(script.counts),
    }
  } finally {
    for (const hub of hubs) hub.database.close()
    hq.database.close()
  }
}

/** Stops at the first moment at which something is wrong already. */
async function play(world: World): Promise<string[]> {
  const { seed, scheduler, script, hubs, setting } = world
  const acts = actsOf(world)
  await world.startHq()
  for (const hub of hubs) hub.start()
  acts.enrol(0)
  for (let turn = 0; turn < setting.turns; turn++) {
    script.turn = turn
    const random = new Random(seed, 'turn', turn)
    scheduler.random = random
    await world.faults()
    if (world.hq.up && random.chance(0.02) && script.does('enrol')) acts.enrol(turn)
    acts.turn(turn)
    for (let steps = random.whole(0, 8 + 2 * hubs.length); steps > 0; steps--) await scheduler.step()
    const problems = problemsMeanwhile(world, random.pick(hubs))
    if (problems.length > 0) return problems
  }
  return []
}

/** Everything is started, connected and left alone. Only where the line had lost questions is anybody reminded. */
async function heal(world: World): Promise<boolean> {
  const { scheduler, script, seed, hubs, setting } = world
  script.turn = setting.turns
  scheduler.random = new Random(seed, 'healing')
  world.heal()
  await world.startHq()
  for (const hub of hubs) {
    if (!hub.running) hub.start()
    world.connect(hub)
  }
  if (!(await rest(world))) return false
  if (setting.lost > 0 && !(await remind(MINUTE))) return false
  // What was damaged shows when it is compared, once a day, unless it changes just then.
  const days = setting.damage > 0 || setting.compare > 0 ? 3 : 0
  for (let day = 0; day < days; day++) if (!(await remind(DAY))) return false
  return true

  async function remind(later: number): Promise<boolean> {
    scheduler.pass(later)
    for (const hub of hubs) world.retry(hub)
    return rest(world)
  }
}

async function rest({ scheduler }: World): Promise<boolean> {
  for (let steps = 0; steps < MOST_STEPS_TO_REST; steps++) if (!(await scheduler.step())) return true
  return false
}
