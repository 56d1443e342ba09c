import { expect, test } from 'vitest'
import { articlePlaybook, someoneHeldOutOf } from './article-folders.fixture.ts'
import { answers, buys, comesIn } from './happens.fixture.ts'
import { Story } from './story.fixture.ts'

test('a new address, a stroller, kitchen cabinets: three beginnings', async () => {
  const playbook = articlePlaybook('new-home')
  const story = new Story(playbook, someoneHeldOutOf(playbook, 'priya'))
  story.joins('2025-04-01 10:00', { first: 'Priya' })
  story.tell('2025-04-14 16:00', 'has moved', { type: 'address' })
  expect(story.sent).toEqual([])
  story.waits('2025-04-18 16:30')
  expect(story.sent).toEqual(['2025-04-18 16:00 mail just-moved/write'])
  story.tell('2025-04-25 21:00', 'wants it measured', answers(story.message('just-moved'), 'measure'))
  story.waits('2025-04-26 09:30')
  const call = story.message('just-moved')
  story.tell('2025-04-26 10:00', 'the workroom: arranged', answers(call, 'arranged', 'associate'))
  story.tell('2025-05-03 12:00', 'comes in', comesIn())
  story.look('private', 'associate')
  story.tell('2025-05-03 13:10', 'buys curtains', buys({ curtains: 34000 }, { redeemed: ['measuring'] }))

  story.tell('2025-06-02 12:30', 'buys a stroller', buys({ strollers: 59000 }))
  story.waits('2025-06-05 13:00')
  story.tell('2025-06-07 11:00', 'asks for the list', answers(story.message('nursery'), 'send'))
  story.tell('2025-06-14 15:00', 'comes in', comesIn())
  story.look('private', 'public', 'associate')
  expect(story.says('associate')).toEqual(['nursery/together'])
  story.tell('2025-06-14 16:00', 'buys for the nursery', buys({ nursery: 12000 }))
  story.tell('2025-06-28 10:00', 'buys a second stroller, a small one', buys({ strollers: 15000 }))

  story.tell('2025-09-01 10:00', 'orders kitchen cabinets', buys({ 'kitchen-cabinets': 240000 }))
  story.waits('2025-09-20 12:00')
  story.tell('2025-09-21 12:00', 'comes in', comesIn())
  story.look('associate')
  expect(story.says('associate')).toEqual(['new-kitchen/together'])
  story.tell('2025-09-21 13:00', 'buys a tap', buys({ kitchen: 18000 }))
  story.waits('2026-02-01 12:00')
  expect(story.sent.slice(1)).toEqual([
    '2025-04-26 09:00 phone just-moved/appointment',
    '2025-06-05 12:30 email nursery/list',
    '2025-09-04 10:00 email new-kitchen/list',
  ])
  expect(story.endings).toEqual(['just-moved won', 'nursery won', 'new-kitchen won'])
  await story.isAsTold('new-home')
})
