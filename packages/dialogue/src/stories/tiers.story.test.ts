import { expect, test } from 'vitest'
import { articlePlaybook, someoneHeldOutOf } from './article-folders.fixture.ts'
import { answers, comesIn, isKnownAs, sees } from './happens.fixture.ts'
import { Story } from './story.fixture.ts'

const playbook = articlePlaybook('tiers')

test('one visit away from Diamond, the crossing, a new house, and never a line again', async () => {
  const story = new Story(playbook, someoneHeldOutOf(playbook, 'rosa'))
  story.joins('2025-01-03 18:00', { first: 'Rosa', tier: 'platinum' })
  for (let month = 1; month <= 8; month++)
    story.tell(`2025-0${month}-04 19:00`, `visit ${month}`, comesIn({ visit: `stay-${month}` }))
  expect(story.sent).toEqual([])
  story.tell('2025-09-06 22:30', 'visit 9, late in the evening', comesIn({ visit: 'stay-9' }))
  story.look('private', 'associate')

  // A day later is the same late hour, which is quiet: she reads it in the morning.
  story.waits('2025-09-08 12:00')
  expect(story.sent).toEqual(['2025-09-08 09:00 email one-visit-away/tell'])
  story.tell('2025-09-09 10:00', 'asks for a room', answers(story.message('one-visit-away'), 'book'))
  story.tell('2025-09-09 15:00', 'the desk: booked', answers(story.message('one-visit-away'), 'booked', 'associate'))

  story.tell('2025-09-19 18:00', 'visit 10', comesIn({ visit: 'stay-10' }))
  story.look('private', 'public', 'associate')
  expect(story.says('private')).toEqual(['diamond/welcome'])
  expect(story.endings).toContain('one-visit-away won')
  story.tell('2025-09-19 18:01', 'sees it', sees(story.message('diamond')))
  story.tell('2025-09-19 18:02', 'another time', answers(story.message('diamond'), 'later'))
  story.tell('2025-09-20 03:00', 'her card turns Diamond', isKnownAs({ tier: 'diamond' }))

  story.tell('2025-10-11 17:30', 'comes to the Lakeside', comesIn({ visit: 'stay-11', store: 'lakeside' }))
  story.look('private', 'public', 'associate')
  expect(story.says('associate')).toEqual(['served-first/prompt'])
  expect(story.says('private')).toEqual(['new-house/greet'])
  const served = story.message('served-first')
  story.tell('2025-10-11 17:32', 'the host: served first', answers(served, 'served', 'associate'))
  story.look('associate')
  expect(story.says('associate')).toEqual([])
  story.tell('2025-10-11 17:35', 'wants to be shown round', answers(story.message('new-house'), 'please'))
  story.tell('2025-10-11 18:00', 'the guide: done', answers(story.message('new-house'), 'done', 'associate'))
  story.waits('2025-10-15 12:00')
  expect(story.sent.at(-1)).toBe('2025-10-14 18:00 email new-house/ask')

  story.tell('2025-11-15 18:00', 'comes to the Lakeside again', comesIn({ visit: 'stay-12', store: 'lakeside' }))
  story.look('private', 'associate')
  expect(story.says('associate')).toEqual(['served-first/prompt'])
  story.waits('2026-01-10 12:00')
  await story.isAsTold('tiers')
})

test('a guest who asks for a guide late in the evening gets one', () => {
  const story = new Story(playbook, someoneHeldOutOf(playbook, 'ada'))
  story.joins('2025-03-01 18:00', { first: 'Ada' })
  story.tell('2025-03-02 18:00', 'comes to the Harbour', comesIn())
  story.tell('2025-04-05 21:55', 'comes to the Lakeside', comesIn({ store: 'lakeside' }))
  story.tell('2025-04-05 22:00', 'wants to be shown round', answers(story.message('new-house'), 'please'))
  expect(story.sent).toEqual(['2025-04-05 22:00 phone new-house/guide'])
})
