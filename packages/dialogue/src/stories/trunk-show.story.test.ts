import { expect, test } from 'vitest'
import { articlePlaybook, someoneHeldOutOf } from './article-folders.fixture.ts'
import { answers, buys, chainTells, comesIn } from './happens.fixture.ts'
import { Story } from './story.fixture.ts'

const playbook = articlePlaybook('trunk-show')
const COAT = [{ sku: 'atelier-coat-7', name: 'Coat', category: 'size-38', quantity: 1, amount: 89000 }]

function client(name: string): Story {
  const story = new Story(playbook, someoneHeldOutOf(playbook, name))
  story.joins('2025-01-10 10:00', { first: 'Camille' })
  story.tell('2025-01-10 15:00', 'buys a skirt and a dress', buys({ 'size-38': 18000, 'size-36': 9000 }))
  story.tell('2025-02-02 15:00', 'buys a jacket', buys({ 'size-38': 31000 }))
  story.tell('2025-03-03 11:00', 'a trunk show is announced', chainTells('trunk-show', 'coats-2025'))
  return story
}

test('the invitation asks, asks again, and then asks for samples in the size that is known', async () => {
  const story = client('camille')
  story.waits('2025-03-21 12:00')
  expect(story.sent).toEqual([
    '2025-03-03 11:00 mail invitation/card',
    '2025-03-15 11:00 email invitation/remind',
    '2025-03-21 11:00 phone invitation/call',
  ])
  story.tell(
    '2025-03-21 16:30',
    'on the phone: she will come',
    answers(story.message('invitation'), 'will-come', 'associate'),
  )
  story.tell('2025-03-22 08:10', 'samples, please', answers(story.message('invitation'), 'please'))
  story.waits('2025-03-22 09:30')
  story.tell('2025-03-22 11:00', 'the house: set aside', answers(story.message('invitation'), 'done', 'associate'))
  story.tell('2025-03-27 17:45', 'comes to the show', comesIn())
  story.look('private', 'public', 'associate')
  expect(story.says('associate')).toEqual(['invitation/fitting'])
  story.tell('2025-03-27 19:20', 'buys a coat of the designer', buys({}, { total: 89000, lines: COAT }))
  story.waits('2025-06-01 12:00')
  expect(story.endings).toEqual(['invitation won'])
  await story.isAsTold('trunk-show')
})

test('who never answers is asked four times, ever more urgently, and not once after the show', async () => {
  const story = client('odile')
  story.waits('2025-06-01 12:00')
  expect(story.sent).toEqual([
    '2025-03-03 11:00 mail invitation/card',
    '2025-03-15 11:00 email invitation/remind',
    '2025-03-21 11:00 phone invitation/call',
    '2025-03-25 11:00 email invitation/last-chairs',
  ])
  await story.isAsTold('trunk-show-silent')
})
