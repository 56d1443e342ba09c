import type { Answer, Asked } from './players.ts'
import type { Form } from './script.ts'
import { shrink } from './shrink.ts'
import { simulate } from './simulate.ts'

/** A process of its own that plays what it is asked to, so that every core has one. */

async function play(form: Form): Promise<Answer> {
  const { problems, setting, facts, counts } = await simulate(form)
  return { played: { seed: form.seed, problems: problems.slice(0, 10), stores: setting.stores, facts, counts } }
}

async function answer(asked: Asked): Promise<Answer> {
  if ('play' in asked) return play(asked.play)
  const { form, outcome } = await shrink(asked.shrink, asked.most)
  return { shrunk: form, problems: outcome.problems.slice(0, 10), story: outcome.story.slice(-60) }
}

process.on('message', (asked) => {
  void answer(asked as Asked).then((said) => process.send?.(said))
})
