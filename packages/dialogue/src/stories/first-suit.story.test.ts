import { expect, test } from 'vitest'
import { articlePlaybook, someoneHeldOutOf } from './article-folders.fixture.ts'
import { answers, buys, chainTells, comesIn, looksAtWeb } from './happens.fixture.ts'
import { Story } from './story.fixture.ts'

test('the first suit: a letter, a call, a reminder, a greeting, and what the year brings after', async () => {
  const playbook = articlePlaybook('first-suit')
  const story = new Story(playbook, someoneHeldOutOf(playbook, 'marc'))
  story.joins('2025-03-01 10:00', { first: 'Marc', birthday: '06-20' })
  story.tell('2025-03-01 10:30', 'buys a tie', buys({ ties: 4500 }))
  story.tell('2025-03-04 15:00', 'buys his first suit', buys({ suits: 68000 }))
  story.waits('2025-03-12 12:00')
  expect(story.sent).toEqual(['2025-03-06 15:00 email first-suit/write'])
  story.waits('2025-03-13 15:30')
  expect(story.sent.at(-1)).toBe('2025-03-13 15:00 phone first-suit/call')
  story.waits('2025-03-20 15:30')
  expect(story.sent.at(-1)).toBe('2025-03-20 15:00 email first-suit/remind')

  story.tell('2025-03-21 20:15', 'follows the link', looksAtWeb('/your-suit'))
  story.look('web', 'private', 'associate')
  expect(story.says('web')).toEqual(['first-suit/greet'])
  story.tell('2025-03-21 20:18', 'has the shirts kept', answers(story.message('first-suit'), 'keep'))
  story.tell('2025-03-24 11:00', 'comes in', comesIn())
  story.look('private', 'public', 'associate')
  expect(story.says('associate')).toEqual(['first-suit/fitting'])
  story.tell('2025-03-24 11:50', 'buys two shirts', buys({ shirts: 19000 }))
  expect(story.endings).toEqual(['first-suit won'])

  story.tell('2025-05-02 11:00', 'the house announces cloth week', chainTells('promotion', 'cloth-week'))
  story.tell('2025-05-03 09:30', 'wants an hour', answers(story.message('cloth-week'), 'coming'))
  story.tell('2025-05-06 12:00', 'comes in', comesIn())
  story.look('associate')
  story.tell('2025-05-06 13:10', 'buys a second suit and shoes', buys({ suits: 72000, shoes: 26000 }))
  story.waits('2025-05-16 13:30')
  story.tell('2025-05-17 09:00', 'will come by', answers(story.message('good-shoes'), 'coming'))
  story.tell('2025-05-22 17:00', 'comes in', comesIn())
  story.look('associate')
  expect(story.says('associate')).toEqual(['good-shoes/polish'])
  story.tell('2025-05-22 17:20', 'buys shoe trees', buys({ care: 3900 }))
  story.waits('2025-06-13 12:00')
  story.tell('2025-06-14 10:00', 'will bring the suit', answers(story.message('birthday'), 'coming'))
  story.tell('2025-06-19 16:00', 'comes in', comesIn())
  story.look('private', 'associate')
  expect(story.says('associate')).toEqual(['birthday/press'])
  story.tell('2025-06-19 16:40', 'buys a tie', buys({ ties: 6000 }))
  story.waits('2026-01-10 12:00')

  expect(story.sent.slice(3)).toEqual([
    '2025-05-02 11:00 email cloth-week/write',
    '2025-05-16 13:10 email good-shoes/write',
    '2025-06-13 09:00 email birthday/write',
  ])
  // A second suit is no first: it began nothing of its own.
  expect(story.endings).toEqual(['first-suit won', 'cloth-week won', 'good-shoes won', 'birthday won'])
  await story.isAsTold('first-suit')
})
