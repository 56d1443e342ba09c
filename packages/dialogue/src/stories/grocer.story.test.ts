import { expect, test } from 'vitest'
import { articlePlaybook, someoneHeldOutOf } from './article-folders.fixture.ts'
import { buys, looksAtWeb } from './happens.fixture.ts'
import { Story } from './story.fixture.ts'

test('the grocer is generous until the fourth visit, and quieter after it', async () => {
  const playbook = articlePlaybook('grocer')
  const story = new Story(playbook, someoneHeldOutOf(playbook, 'joan'))
  story.joins('2025-02-01 10:00', { first: 'Joan' })
  story.tell('2025-02-03 18:00', 'looks at the online store', looksAtWeb('/'))
  story.tell('2025-02-05 19:00', 'looks again', looksAtWeb('/list'))
  story.tell('2025-02-05 19:20', 'orders', buys({ grocery: 5200 }, { redeemed: ['free-delivery'] }))
  story.tell('2025-02-11 18:30', 'a third look', looksAtWeb('/list'))
  story.tell('2025-02-11 18:50', 'orders', buys({ grocery: 6100 }, { redeemed: ['five-off'] }))
  story.say('      until here')
  const sentBefore = story.sent.length

  story.tell('2025-02-16 18:00', 'the fourth look', looksAtWeb('/list'))
  story.look('web')
  expect(story.customer.mode).toBe('calm')
  expect(story.endings).toContain('four-visits won')
  for (const date of ['2025-02-16', '2025-02-23', '2025-03-02', '2025-03-09', '2025-03-16', '2025-03-23'])
    story.tell(`${date} 18:20`, 'orders', buys({ grocery: 6000 }))
  story.waits('2025-04-06 12:00')

  const spared = story.happened.filter(({ what }) => what === 'spared')
  const cost = spared.reduce((sum, { detail }) => sum + (playbook.chain.incentives[detail ?? '']?.cost ?? 0), 0)
  const quiet = story.happened.filter(({ what }) => what === 'withheld').length
  story.say(`      before the fourth visit ${sentBefore} messages in two weeks`)
  story.say(`      since then ${story.sent.length - sentBefore} in seven weeks, ${quiet} withheld`)
  story.say(`      ${spared.length} incentives spared, which would have cost ${cost} pence`)
  expect(sentBefore).toBeGreaterThanOrEqual(3)
  expect(story.sent.slice(sentBefore).every((line) => line.endsWith('email after-the-shop/plain'))).toBe(true)
  expect(story.sent.length - sentBefore).toBeLessThanOrEqual(2)
  expect(cost).toBe(spared.length * 500)
  expect(spared.length).toBeGreaterThanOrEqual(5)
  await story.isAsTold('grocer')
})
