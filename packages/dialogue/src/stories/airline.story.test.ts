import { expect, test } from 'vitest'
import { articlePlaybook, someoneHeldOutOf } from './article-folders.fixture.ts'
import { answers, buys, spokeAbout } from './happens.fixture.ts'
import { Story } from './story.fixture.ts'

const playbook = articlePlaybook('airline')
const BOOKINGS = ['2024-09-02', '2024-10-07', '2024-11-04', '2024-12-02', '2024-12-20', '2025-01-07']

/** Somebody who flies every month, and books late in the evening. */
function flyer(id: string): Story {
  const story = new Story(playbook, id)
  story.joins('2024-09-01 12:00', { first: 'Walter' })
  for (const date of BOOKINGS) story.tell(`${date} 21:40`, 'books a flight', buys({ flights: 42000 }))
  return story
}

test('the airline wins a silent customer back, and the saved customer hears from it', async () => {
  const story = flyer(someoneHeldOutOf(playbook, 'walter'))
  story.waits('2025-05-07 12:00')
  expect(story.sent).toEqual([])

  // A hundred and twenty days end at 22:40 of a summer evening, which is no time to call.
  story.waits('2025-05-08 12:00')
  expect(story.sent).toEqual(['2025-05-08 09:00 phone win-back/call'])
  story.tell('2025-05-09 10:10', 'the representative logs a complaint', spokeAbout('complaint'))
  const call = story.message('win-back')
  story.tell('2025-05-09 10:12', 'the representative: poor service', answers(call, 'complained', 'associate'))
  story.waits('2025-07-08 12:00')
  story.tell('2025-07-09 11:00', 'the manager: we spoke', answers(story.message('win-back'), 'spoke', 'associate'))
  story.tell('2025-07-28 21:05', 'books a flight, upgraded', buys({ flights: 38000 }, { redeemed: ['upgrades'] }))
  story.waits('2025-11-20 12:00')

  // The apology before the reminder before the manager's call, a month between them; then only the welcome.
  expect(story.sent).toEqual([
    '2025-05-08 09:00 phone win-back/call',
    '2025-05-09 10:12 mail win-back/apology',
    '2025-06-08 10:12 email win-back/remind',
    '2025-07-08 10:12 phone win-back/manager-call',
    '2025-07-09 11:00 email win-back/after-call',
    '2025-07-29 09:00 email saved-by-call/promise',
  ])
  expect(story.endings).toEqual(['win-back won', 'saved-by-call over'])
  expect(story.effects.filter((effect) => effect.do === 'grant' || effect.do === 'redeemed')).toHaveLength(2)
  await story.isAsTold('airline')
})

test('a booking right after the call ends the win-back: no letter, and nothing given away', async () => {
  const story = flyer(someoneHeldOutOf(playbook, 'edith'))
  story.waits('2025-05-08 12:00')
  story.tell('2025-05-09 20:30', 'books a flight by herself', buys({ flights: 42000 }))
  story.waits('2025-08-01 12:00')
  expect(story.sent).toEqual(['2025-05-08 09:00 phone win-back/call', '2025-05-10 09:00 email saved/glad'])
  await story.isAsTold('airline-by-herself')
})

test('E13: one who was held out of the win-back gets no message for the saved', () => {
  const story = flyer(someoneHeldOutOf(playbook, 'harold', ['win-back']))
  story.waits('2025-05-08 12:00')
  expect(story.sent).toEqual([])
  story.tell('2025-05-20 11:00', 'books a flight', buys({ flights: 42000 }))
  expect(story.endings).toEqual(['win-back won'])
  expect(story.sent).toEqual([])
})
