import { expect, test } from 'vitest'
import { articlePlaybook, someoneHeldOutOf } from './article-folders.fixture.ts'
import { answers, buys, chainTells, comesIn } from './happens.fixture.ts'
import { Story } from './story.fixture.ts'

const playbook = articlePlaybook('trunk-show')
const COAT = [{ sku: 'atelier-coat-7', name: 'Coat', quantity: 1, amount: 89000 }]
const SHOW = chainTells('trunk-show', 'coats-2025', { on: '2025-03-27' })

function client(name: string, size?: string): Story {
  const story = new Story(playbook, someoneHeldOutOf(playbook, name))
  story.joins('2025-01-10 10:00', { first: 'Camille', ...(size === undefined ? {} : { size }) })
  return story
}

test('the invitation asks, asks again, and then asks for samples in the size that is known', async () => {
  const story = client('camille', '38')
  story.tell('2025-03-03 11:00', 'a trunk show is announced', SHOW)
  story.waits('2025-03-21 12:00')
  expect(story.sent).toEqual([
    '2025-03-03 11:00 mail invitation/card',
    '2025-03-15 09:00 email invitation/remind',
    '2025-03-21 09:00 phone invitation/call',
  ])
  story.tell(
    '2025-03-21 16:30',
    'on the phone: she will come',
    answers(story.message('invitation'), 'will-come', 'associate'),
  )
  story.tell('2025-03-22 08:10', 'samples, please', answers(story.message('invitation'), 'please'))
  story.waits('2025-03-22 09:30')
  story.tell('2025-03-22 11:00', 'the house: set aside', answers(story.message('invitation'), 'done', 'associate'))
  story.tell('2025-03-25 12:00', 'comes for a pair of gloves', comesIn())
  expect(story.says('associate')).toEqual([])
  story.tell('2025-03-27 17:45', 'comes to the show', comesIn())
  story.look('private', 'public', 'associate')
  expect(story.says('associate')).toEqual(['invitation/fitting'])
  story.tell('2025-03-27 19:20', 'buys a coat of the designer', buys({}, { total: 89000, lines: COAT }))
  story.waits('2025-06-01 12:00')
  expect(story.endings).toEqual(['invitation won'])
  await story.isAsTold('trunk-show')
})

test('who never answers is asked four times, ever more urgently, and not once after the show', async () => {
  const story = client('odile', '40')
  story.tell('2025-03-03 11:00', 'a trunk show is announced', SHOW)
  story.waits('2025-06-01 12:00')
  expect(story.sent).toEqual([
    '2025-03-03 11:00 mail invitation/card',
    '2025-03-15 09:00 email invitation/remind',
    '2025-03-21 09:00 phone invitation/call',
    '2025-03-25 09:00 email invitation/last-chairs',
  ])
  await story.isAsTold('trunk-show-silent')
})

test('who hears of it late is spared the reminders whose day has passed, and nobody offers a size unknown', async () => {
  const story = client('edmee')
  story.tell('2025-03-24 11:00', 'the show is announced to her too', SHOW)
  story.waits('2025-03-25 12:00')
  expect(story.sent).toEqual(['2025-03-24 11:00 mail invitation/card', '2025-03-25 11:00 email invitation/last-chairs'])
  story.tell('2025-03-25 20:15', 'she will come', answers(story.message('invitation'), 'will-come'))
  story.tell('2025-03-27 17:50', 'comes to the show', comesIn())
  story.look('associate')
  expect(story.says('associate')).toEqual(['invitation/at-the-door'])
  story.waits('2025-03-28 00:00')
  expect(story.endings).toEqual(['invitation over'])
  await story.isAsTold('trunk-show-late')
})
