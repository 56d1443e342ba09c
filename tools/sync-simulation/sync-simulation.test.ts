import { expect, test } from 'vitest'
import { simulate } from './simulate.ts'

/** One seed, told by `KAIROS_SEED`; or as many as `KAIROS_SEEDS` says, or as fit in about 20 seconds. */
const { KAIROS_SEED: seed, KAIROS_SEEDS: count } = process.env
const BUDGET_MS = 20_000
const AT_LEAST = 60

async function play(each: number): Promise<number> {
  const { problems, story, facts, setting } = await simulate(each)
  const told = seed === undefined ? story.slice(-30) : story
  expect(
    problems,
    `KAIROS_SEED=${each} npx vitest run tools/sync-simulation\n${JSON.stringify(setting)}\n${told.join('\n')}`,
  ).toEqual([])
  return facts
}

test('after every fault hubs and HQ agree, and HQ has every fact once', { timeout: 3_600_000 }, async () => {
  if (seed !== undefined) {
    await play(Number(seed))
    return
  }
  const began = performance.now()
  const enough = (played: number) =>
    count === undefined ? played >= AT_LEAST && performance.now() - began > BUDGET_MS : played >= Number(count)
  let [played, facts] = [0, 0]
  while (!enough(played)) facts += await play(++played)
  console.log(`${played} seeds, ${facts} facts, ${Math.round(performance.now() - began)} ms`)
})
