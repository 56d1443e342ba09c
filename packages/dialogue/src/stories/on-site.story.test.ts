import { expect, test } from 'vitest'
import { articlePlaybook, someoneHeldOutOf } from './article-folders.fixture.ts'
import { answers, buys, comesIn, isKnownAs, sees } from './happens.fixture.ts'
import { Story } from './story.fixture.ts'

const playbook = articlePlaybook('on-site')

test('a keyed number at a cart: one answer makes the next message, and calls the fishmonger', async () => {
  const story = new Story(playbook, someoneHeldOutOf(playbook, 'beth'))
  story.joins('2025-01-05 10:00', { first: 'Beth' })
  for (const date of ['2025-01-11', '2025-01-18', '2025-01-25'])
    story.tell(`${date} 10:00`, 'buys fish', buys({ fish: 1600 }))

  story.tell('2025-02-01 10:00', 'keys her number into a cart', comesIn({ screen: 'cart-3', strength: 'claimed' }))
  story.look('private', 'public', 'associate')
  // A number that was keyed shows no history and no name.
  expect(story.says('private')).toEqual(['supper/supper'])
  story.tell('2025-02-01 10:01', 'sees it', sees(story.message('supper')))
  story.tell('2025-02-01 10:02', 'guests tonight', answers(story.message('supper'), 'guests'))
  story.look('private', 'public')
  expect(story.says('private')).toEqual(['supper/turbot'])
  story.tell('2025-02-01 10:03', 'walks to the fish', { type: 'walked', zone: 'fish', visit: 'v' })
  story.tell('2025-02-01 10:04', 'the fishmonger, please', answers(story.message('supper'), 'advise'))
  expect(story.sent).toEqual(['2025-02-01 10:04 phone supper/fishmonger'])
  story.look('private', 'public', 'associate')
  expect(story.says('public')).toEqual(['to-the-wine/point'])
  story.tell('2025-02-01 10:09', 'the fishmonger: sold', answers(story.message('supper'), 'helped', 'associate'))
  // The wine is spoken of where it stands, not here.
  expect(story.choice('private').withheld).toContainEqual({ message: story.message('supper'), because: 'zone' })
  story.tell('2025-02-01 10:12', 'walks to the wine', { type: 'walked', zone: 'wine', visit: 'v' })
  story.look('private', 'public')
  expect(story.says('public')).toEqual(['supper/white'])
  story.tell('2025-02-01 10:30', 'pays for turbot and wine', buys({ fish: 5200, wine: 2400 }))
  story.look('private', 'public')
  expect(story.says('private')).toEqual([])

  story.tell('2025-02-08 10:00', 'comes with her card', comesIn({ screen: 'cart-1' }))
  story.look('private', 'public', 'associate')
  expect(story.says('private')).toEqual(['supper/supper', 'usual/usual'])
  story.tell('2025-02-08 10:01', 'not today', answers(story.message('supper'), 'not-today'))
  story.look('private', 'public')
  expect(story.says('private')).toEqual(['usual/usual'])
  story.tell('2025-02-08 10:02', 'have them wrapped', answers(story.message('usual'), 'wrap'))
  story.tell('2025-02-08 10:20', 'pays for fish', buys({ fish: 1600 }))
  story.waits('2025-02-09 10:00')
  expect(story.endings).toEqual(['to-the-wine won', 'supper won', 'usual won', 'supper over', 'usual won'])
  await story.isAsTold('on-site')
})

test('one who was never asked for her consent and wants the fishmonger is not left standing', () => {
  const story = new Story(playbook, someoneHeldOutOf(playbook, 'carol'))
  story.tell('2025-01-05 10:00', 'is known', isKnownAs({ first: 'Carol', home: 'hall' }))
  story.tell('2025-02-01 10:00', 'comes with her card', comesIn())
  story.tell('2025-02-01 10:02', 'guests tonight', answers(story.message('supper'), 'guests'))
  story.tell('2025-02-01 10:04', 'the fishmonger, please', answers(story.message('supper'), 'advise'))
  expect(story.sent).toEqual(['2025-02-01 10:04 phone supper/fishmonger'])
})
