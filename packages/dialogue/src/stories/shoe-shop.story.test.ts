import { expect, test } from 'vitest'
import { articlePlaybook, someoneHeldOutOf } from './article-folders.fixture.ts'
import { answers, buys, comesIn, looksAtWeb } from './happens.fixture.ts'
import { Story } from './story.fixture.ts'

const playbook = articlePlaybook('shoe-shop')

/** Somebody who buys a pair every six weeks. */
function walker(name: string): Story {
  const story = new Story(playbook, someoneHeldOutOf(playbook, name))
  story.joins('2024-10-01 10:00', { first: 'Lieve' })
  for (const date of ['2024-10-05', '2024-11-16', '2025-01-04', '2025-02-15'])
    story.tell(`${date} 14:00`, 'buys pumps', buys({ pumps: 12900 }))
  return story
}

test('sandal fever, and six months without a pair', async () => {
  const story = walker('lieve')
  story.tell('2025-04-02 20:10', 'looks at sandals', looksAtWeb('/sandals'))
  story.tell('2025-04-20 21:00', 'looks at sandals, long after', looksAtWeb('/sandals/cork'))
  story.tell('2025-04-24 20:30', 'looks at sandals', looksAtWeb('/sandals/strap'))
  expect(story.happened).toEqual([])
  story.tell('2025-04-26 22:15', 'looks at sandals, the third time in a week', looksAtWeb('/sandals/strap'))
  story.look('web')
  expect(story.says('web')).toEqual(['sandal-fever/window'])
  // Two days are over at a quarter past ten in the evening.
  story.waits('2025-04-29 12:00')
  expect(story.sent).toEqual(['2025-04-29 09:00 email sandal-fever/write'])
  story.tell('2025-04-29 18:20', 'has a pair kept', answers(story.message('sandal-fever'), 'keep'))
  story.tell('2025-05-03 11:00', 'comes in', comesIn())
  story.look('private', 'public', 'associate')
  expect(story.says('associate')).toEqual(['sandal-fever/try-on'])
  story.tell('2025-05-03 11:40', 'buys sandals', buys({ sandals: 14900 }))
  expect(story.endings).toEqual(['sandal-fever won'])

  story.waits('2025-10-30 10:00')
  expect(story.sent).toHaveLength(1)
  story.waits('2025-11-22 12:00')
  story.tell('2025-11-23 19:00', 'yes, a pair disappointed her', answers(story.message('no-pair'), 'yes'))
  story.tell('2025-11-24 10:00', 'the bench: we spoke', answers(story.message('no-pair'), 'spoke', 'associate'))
  story.tell('2025-11-29 13:00', 'comes in', comesIn())
  story.look('private', 'associate')
  expect(story.says('associate')).toEqual(['no-pair/bench'])
  story.tell('2025-11-29 13:50', 'buys boots', buys({ boots: 21900 }))
  story.waits('2026-03-01 12:00')
  expect(story.sent.slice(1)).toEqual([
    '2025-10-30 10:40 mail no-pair/card',
    '2025-11-20 10:40 email no-pair/write',
    '2025-11-23 19:00 phone no-pair/call',
  ])
  expect(story.endings).toEqual(['sandal-fever won', 'no-pair won'])
  await story.isAsTold('shoe-shop')
})

test('polish is no pair: it does not put off six months without one', () => {
  const story = walker('greet')
  story.tell('2025-05-15 11:00', 'buys polish', buys({ care: 900 }))
  story.waits('2025-08-20 12:00')
  expect(story.sent).toEqual(['2025-08-14 15:00 mail no-pair/card'])
})
