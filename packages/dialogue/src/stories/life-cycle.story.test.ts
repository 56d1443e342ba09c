import { expect, test } from 'vitest'
import { articlePlaybook, someoneHeldOutOf } from './article-folders.fixture.ts'
import { agrees, answers, buys, chainTells, comesIn } from './happens.fixture.ts'
import { Story } from './story.fixture.ts'

test('a welcome, a question about the oven, what is new, what will cost less, a birthday', async () => {
  const playbook = articlePlaybook('life-cycle')
  const story = new Story(playbook, someoneHeldOutOf(playbook, 'hannah'))
  story.joins('2025-01-20 11:00', { first: 'Hannah', birthday: '07-10' })
  story.tell('2025-01-20 11:30', 'her first purchase', buys({ tableware: 8000 }))
  story.waits('2025-01-21 12:00')
  expect(story.sent).toEqual(['2025-01-21 11:30 email welcome/write'])
  story.tell('2025-01-22 19:00', 'all was well', answers(story.message('welcome'), 'good'))
  story.tell('2025-01-25 15:00', 'comes in', comesIn())
  story.look('private', 'public', 'associate')
  expect(story.says('associate')).toEqual(['welcome/greet'])
  story.tell('2025-01-25 16:00', 'buys an oven', buys({ ovens: 129000 }))
  story.waits('2025-02-04 16:30')
  story.tell('2025-02-04 20:30', 'something is odd', answers(story.message('service'), 'odd'))
  story.waits('2025-02-05 09:30')
  expect(story.sent.at(-1)).toBe('2025-02-05 09:00 phone service/fitter')
  story.tell('2025-02-05 11:00', 'the fitter: right now', answers(story.message('service'), 'fixed', 'associate'))

  story.tell('2025-03-10 10:00', 'new linen arrives', chainTells('arrivals', 'linen-spring', { category: 'linen' }))
  expect(story.sent.at(-1)).toBe('2025-02-05 09:00 phone service/fitter')
  story.tell(
    '2025-03-17 10:00',
    'new tableware arrives',
    chainTells('arrivals', 'kilns-spring', { category: 'tableware' }),
  )
  story.tell('2025-03-24 14:00', 'comes in', comesIn())
  story.look('private', 'public', 'associate')
  expect(story.says('private')).toEqual(['arrivals/glass'])
  story.tell('2025-03-24 14:02', 'would like to see it', answers(story.message('arrivals'), 'please'))
  story.look('associate')
  story.tell('2025-03-24 15:00', 'buys tableware', buys({ tableware: 6400 }))

  story.tell('2025-05-01 10:00', 'tableware will cost less', chainTells('markdown', 'may', { category: 'tableware' }))
  story.tell('2025-05-02 10:00', 'wants a look', answers(story.message('markdown'), 'keep'))
  story.tell('2025-05-03 15:00', 'comes in, before the prices change', comesIn())
  story.look('associate')
  expect(story.says('associate')).toEqual(['markdown/kept'])
  story.waits('2025-07-07 12:00')
  expect(story.sent.at(-1)).toBe('2025-07-07 09:00 email birthday/write')
  story.tell('2025-07-10 16:00', 'comes in on her birthday', comesIn())
  story.tell('2025-09-01 10:00', 'wants no more letters', agrees(false))
  story.tell(
    '2025-10-01 10:00',
    'new tableware arrives',
    chainTells('arrivals', 'kilns-autumn', { category: 'tableware' }),
  )
  story.waits('2026-07-20 12:00')
  expect(story.sent.at(-1)).toBe('2025-07-07 09:00 email birthday/write')
  await story.isAsTold('life-cycle')
})
