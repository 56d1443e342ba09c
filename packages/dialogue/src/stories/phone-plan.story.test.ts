import { expect, test } from 'vitest'
import { articlePlaybook, someoneHeldOutOf } from './article-folders.fixture.ts'
import { answers, buys, uses } from './happens.fixture.ts'
import { Story } from './story.fixture.ts'

const playbook = articlePlaybook('phone-plan')
const WEEKS = ['03-02', '03-09', '03-16', '03-23', '03-30', '04-06', '04-13']

/** Three hundred minutes a week, then a new job with a telephone on the desk. */
function caller(id: string): Story {
  const story = new Story(playbook, id)
  story.joins('2025-03-01 10:00', { first: 'Nadia' })
  for (const week of WEEKS) story.tell(`2025-${week} 18:00`, 'a week of 300 minutes', uses('minutes', 300))
  story.tell('2025-04-20 18:00', 'a week of 40 minutes', uses('minutes', 40))
  expect(story.happened).toEqual([])
  story.tell('2025-04-27 18:00', 'a week of 30 minutes', uses('minutes', 30))
  return story
}

test('minutes fall, and the company asks within the hour', async () => {
  const story = caller(someoneHeldOutOf(playbook, 'nadia'))
  story.waits('2025-04-27 19:30')
  expect(story.sent).toEqual(['2025-04-27 19:00 email fewer-minutes/ask'])
  story.tell('2025-04-28 08:00', 'wants to see one', answers(story.message('fewer-minutes'), 'show'))
  story.tell('2025-04-28 20:30', 'takes it', answers(story.message('fewer-minutes'), 'take'))
  story.tell('2025-04-29 09:40', 'her plan is changed', buys({ plans: 1200 }))
  story.tell('2025-05-04 18:00', 'a week of 35 minutes', uses('minutes', 35))
  story.waits('2025-06-20 12:00')
  expect(story.sent).toEqual([
    '2025-04-27 19:00 email fewer-minutes/ask',
    '2025-04-28 09:00 email fewer-minutes/offer',
    '2025-04-29 09:00 phone fewer-minutes/change',
  ])
  expect(story.endings).toEqual(['fewer-minutes won'])
  await story.isAsTold('phone-plan')
})

test('one who is held out lives through the same weeks and hears nothing', async () => {
  const story = caller(someoneHeldOutOf(playbook, 'olga', ['fewer-minutes']))
  story.waits('2025-06-20 12:00')
  expect(story.sent).toEqual([])
  expect(story.happened.every(({ heldOut }) => heldOut)).toBe(true)
  await story.isAsTold('phone-plan-held-out')
})
