import { expect, test } from 'vitest'
import { allKept } from './kept.ts'
import { simulate } from './simulate.ts'

/** Seeds are played one after the other for so long, and at least so many; `npm run sim:sync` plays on. */
const BUDGET_MS = 20_000
const AT_LEAST = 40

test('after every fault hubs and HQ agree, and HQ has every fact once', { timeout: 3_600_000 }, async () => {
  const began = performance.now()
  let [played, facts] = [0, 0]
  while (played < AT_LEAST || performance.now() - began < BUDGET_MS) {
    const seed = ++played
    const { problems, ...of } = await simulate({ seed })
    facts += of.facts
    expect(
      problems,
      `npm run sim:sync -- --from ${seed} --seeds 1\n${JSON.stringify(of.setting)}\n${of.story.slice(-30).join('\n')}`,
    ).toEqual([])
  }
  console.log(`${played} seeds, ${facts} facts, ${Math.round(performance.now() - began)} ms`)
})

test.each(allKept())('what failed once does not fail any more: $name', async ({ form }) => {
  const { problems, story } = await simulate(form)
  expect(problems, story.slice(-30).join('\n')).toEqual([])
})
