import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PlaybookLibrary } from '../library.ts'
import { dialogue, small, step } from '../testing/small-chain.fixture.ts'
import { withZoneRules } from '../time-zones.ts'
import { readStory } from './story-file.ts'
import { tellStory } from './story.ts'
import { why } from './why.ts'

const folder = new URL('../../../../playbooks/marlow-finch/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const names = ['chain.yaml', ...readdirSync(new URL('dialogues/', folder)).map((name) => `dialogues/${name}`)]
const playbooks = new PlaybookLibrary()
playbooks.add({ version: 1, files: withZoneRules(Object.fromEntries(names.map((name) => [name, read(name)]))) })

function story(text: string) {
  const file = readStory('story.yaml', text)
  if (!file.ok) throw new Error(file.error.join('\n'))
  return file.value
}

test.each(['set-aside', 'missed', 'supper-list'])('the story %s', async (name) => {
  const told = tellStory(playbooks, story(read(`stories/${name}.yaml`)))
  expect(told.ok).toBe(true)
  if (told.ok) await expect(`${told.value.join('\n')}\n`).toMatchFileSnapshot(`./testing/${name}.story.txt`)
})

test.each([
  ['set-aside', 'set-aside/offer'],
  ['set-aside', 'set-aside/remind'],
  ['set-aside', 'miss-you'],
  ['set-aside', 'welcome-back'],
  ['missed', 'miss-you/call'],
  ['missed', 'set-aside/offer'],
])('why in the story %s: %s', async (name, message) => {
  const told = why(playbooks, story(read(`stories/${name}.yaml`)), message)
  const file = `./testing/${name}.why-${message.replace('/', '-')}.txt`
  expect(told.ok).toBe(true)
  if (told.ok) await expect(`${told.value.join('\n')}\n`).toMatchFileSnapshot(file)
})

const told = (events: string, message?: string) => {
  const file = story(`story: x\nbegins: 2026-06-01\ncustomer: { home: harbour }\nevents:\n${events}`)
  const result = message === undefined ? tellStory(playbooks, file) : why(playbooks, file, message)
  return (result.ok ? result.value : result.error).join('\n')
}

test('E15 a story is told on the clocks of her home store', () => {
  expect(told('  - { at: day 3 10:00, event: visit }')).toContain('Thu 2026-06-04 10:00  comes to harbour')
})

test('why not: each condition of a beginning', () => {
  const visit = (day: number) => `  - { at: day ${day} 10:00, event: visit }\n`
  const buys = (day: number) => `  - { at: day ${day} 11:00, event: purchase, lines: [{ category: shoes }] }\n`
  expect(told(visit(1), 'set-aside')).toContain('`for: memory.purchases.n > 0` does not hold for her')
  expect(told(buys(1), 'set-aside')).toContain('It begins with a visit, and there was none.')
  expect(told(visit(1), 'welcome-back')).toContain('after miss-you has ended as won. It has not ended')
  expect(told(visit(1), 'nothing')).toContain('There is no dialogue "nothing"; there are miss-you')
  expect(told(visit(1), 'set-aside/nothing')).toContain('set-aside has no step "nothing"')
  expect(told(`${buys(1)}  - { at: day 90, event: wait }`, 'miss-you')).toContain(
    'its time came, but `for: memory.purchases.n >= 3` does not hold for her',
  )
})

test('E3 why not: what the run that ended had come to', () => {
  const phone = (name: string, begins: object, more: object = {}) =>
    dialogue({ call: step('phone', ['3d', 'over'], { spoke: 'won' }) }, { dialogue: name, begins, ...more })
  const chained = small([
    phone('talk', { when: 'visit' }),
    phone('after', { when: 'ended', dialogue: 'talk', how: 'won' }, { for: 'ended.step == "letter"' }),
  ])
  const events = '  - { at: day 1 10:00, event: visit }\n  - { at: day 1 11:00, event: purchase, lines: [] }\n'
  const file = story(`story: x\nbegins: 2026-06-01\ncustomer: { home: home }\nevents:\n${events}`)
  const result = why(chained, file, 'after')
  expect(result.ok && result.value.join('\n')).toContain(
    'Tue 2026-06-02 11:00: no, `for: ended.step == "letter"` does not hold for her.',
  )
})

test('Zones and E17: a story walks to a zone, and an occasion in it has its day', () => {
  const talk = { ...step('screen', ['9d', 'over']), zones: ['front'] }
  const playbooks = small(
    [
      dialogue({ talk }),
      dialogue(
        { card: step('screen', ['9d', 'over']) },
        { dialogue: 'show', begins: { when: 'occasion' }, expires: 'occasion' },
      ),
    ],
    { zones: { front: { name: 'Front' }, back: { name: 'Back' } } },
  )
  const say = (events: string, message?: string) => {
    const file = story(`story: x\nbegins: 2026-06-01\ncustomer: { home: home }\nevents:\n${events}`)
    const told = message === undefined ? tellStory(playbooks, file) : why(playbooks, file, message)
    return (told.ok ? told.value : told.error).join('\n')
  }
  const visit = '  - { at: day 1 10:00, event: visit }\n'
  expect(say(visit)).toContain('talk/talk: zone')
  expect(say(`${visit}  - { at: day 1 10:01, event: walked, zone: front }\n`, 'talk')).toContain(
    'said first on the kiosk',
  )
  const occasion = (on: string) => `  - { at: day 1 10:00, event: occasion, kind: show, name: coats${on} }\n`
  expect(say(occasion(', on: 2026-06-09'))).toContain('occasion: show coats on 2026-06-09')
  expect(say(occasion(''), 'show')).toContain('the occasion does not say on which day it is')
})

test('what is wrong with a story is said with its line', () => {
  const reads = (text: string) => {
    const file = readStory('story.yaml', text)
    return file.ok ? '' : file.error.join('\n')
  }
  expect(reads('story: x\nbegins: 2026-01-05\ncustomer: {}\nevents:\n  - { at: soon, event: visit }')).toMatch(
    /story.yaml:5 events.0.at: .*a time such as "day 3 10:00"/,
  )
  expect(reads('story: x\nbegins: 2026-01-05\ncustomer: {}\nevents:\n  - { at: day 1, event: party }')).toContain(
    'one of profile',
  )
  expect(told('  - { at: day 2, event: visit }\n  - { at: day 1, event: left }')).toMatch(
    /^story.yaml:6 .*before what came earlier/,
  )
  expect(told('  - { at: day 2, event: visit, strenght: held }')).toContain('a visit has no "strenght"')
  expect(told('  - { at: day 2, event: usage, of: nights }')).toContain('usage.amount')
  expect(told('  - { at: day 2, event: shown, message: set-aside/offer }')).toContain('nothing of "set-aside/offer"')
  const asked = '  - { at: day 1, event: purchase, lines: [{ category: shoes }] }\n  - { at: day 2, event: visit }\n'
  expect(told(`${asked}  - { at: day 2 10:00, event: response, message: set-aside, response: maybe }`)).toContain(
    'asks for yes-please, not-today, not "maybe"',
  )
})
