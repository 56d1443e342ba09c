import { DAY, MINUTE } from '@kairos/shared/time'
import { actsOf } from './acts.ts'
import { problemsMeanwhile } from './check-meanwhile.ts'
import { problemsOf } from './check.ts'
import { removeCopies } from './reopen.ts'
import { worldOf, type World } from './world.ts'

/** A healthy chain comes to rest long before; more means that two ends keep each other busy. */
const MOST_STEPS_TO_REST = 20_000

export type Outcome = { problems: string[]; story: readonly string[]; facts: number; setting: World['setting'] }

/** Plays one seed: a while of people and faults, then the line comes back, and then everything must agree. */
export async function simulate(seed: number): Promise<Outcome> {
  const world = worldOf(seed)
  const { scheduler, hubs, hq, setting } = world
  try {
    const meanwhile = await play(world)
    const rested = meanwhile.length > 0 || (await heal(world))
    const problems = [...meanwhile, ...(rested ? [] : ['it does not come to rest']), ...problemsOf(world)]
    return { problems, story: scheduler.story, facts: hubs.reduce((n, { recorded }) => n + recorded.size, 0), setting }
  } finally {
    for (const hub of hubs) hub.database.close()
    hq.database.close()
    removeCopies()
  }
}

/** Stops at the first moment at which something is wrong already. */
async function play(world: World): Promise<string[]> {
  const { random, scheduler, hubs, setting } = world
  const acts = actsOf(world)
  await world.startHq()
  for (const hub of hubs) hub.start()
  acts.enrol()
  for (let n = 0; n < setting.acts; n++) {
    await world.faults()
    if (world.hq.up && random.chance(0.02)) acts.enrol()
    acts.act()
    for (let steps = random.whole(0, 12); steps > 0; steps--) await scheduler.step()
    const problems = problemsMeanwhile(world, random.pick(hubs))
    if (problems.length > 0) return problems
  }
  return []
}

/** Everything is started, connected and left alone. Only where the line had lost questions is anybody reminded. */
async function heal(world: World): Promise<boolean> {
  const { scheduler, hubs, setting } = world
  world.heal()
  await world.startHq()
  for (const hub of hubs) {
    if (!hub.running) hub.start()
    world.connect(hub)
  }
  if (!(await rest(world))) return false
  if (setting.line.lost > 0 && !(await remind(MINUTE))) return false
  // What was damaged shows when it is compared, once a day, unless it changes just then.
  for (let day = 0; setting.damage > 0 && day < 3; day++) if (!(await remind(DAY))) return false
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
