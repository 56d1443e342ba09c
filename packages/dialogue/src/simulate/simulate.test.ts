import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Customer } from '@kairos/shared/customer'
import { eventSchema } from '@kairos/shared/event'
import { messageId } from '@kairos/shared/ids'
import { waitsOnShelf } from '../language.ts'
import { PlaybookLibrary } from '../library.ts'
import type { Playbooks } from '../playbook.ts'
import { small, step, dialogue } from '../testing/small-chain.fixture.ts'
import { withZoneRules } from '../time-zones.ts'
import type { Outcomes } from './report.ts'
import { reportInWords } from './report-words.ts'
import { simulate, type SimulateOptions } from './simulate.ts'

const FROM = Date.UTC(2026, 0, 5)
const options: SimulateOptions = { customers: 150, days: 200, seed: 5, from: FROM }

function marlowFinch(): Playbooks {
  const folder = new URL('../../../../playbooks/marlow-finch/', import.meta.url)
  const names = ['chain.yaml', ...readdirSync(new URL('dialogues/', folder)).map((name) => `dialogues/${name}`)]
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]))
  const library = new PlaybookLibrary()
  if (!library.add({ version: 1, files: withZoneRules(files) }).ok) throw new Error('it does not compile')
  return library
}
const playbooks = marlowFinch()
const sum = ({ won, lost, over, never, running }: Outcomes) => won + lost + over + never + running

test('the same seed gives the same report, another seed another, and a ghost does not depend on the others', () => {
  const report = simulate(playbooks, options)
  expect(simulate(playbooks, options)).toEqual(report)
  expect(simulate(playbooks, { ...options, seed: 6 })).not.toEqual(report)
  const ends = (customers: number) => {
    const lives: Customer[] = []
    simulate(playbooks, { ...options, customers, watcher: { lived: (customer) => lives.push(customer) } })
    return lives
  }
  expect(ends(40).slice(0, 10)).toEqual(ends(10))
})

test('the counts add up', () => {
  let [folded, looked, active] = [0, 0, 0]
  const reached = new Map<string, number>()
  const { dialogues, channels, ...report } = simulate(playbooks, {
    ...options,
    watcher: {
      folded: () => folded++,
      looked: () => looked++,
      reached: (_, __, channel) => reached.set(channel, (reached.get(channel) ?? 0) + 1),
      lived: ({ runs }) => (active += runs.filter((run) => !run.ended).length),
    },
  })
  expect([report.folded, report.looked]).toEqual([folded, looked])
  let running = 0
  for (const { treated, heldOut, steps, goal } of Object.values(dialogues)) {
    expect(treated.begun).toBeGreaterThan(0)
    for (const outcomes of [treated, heldOut]) {
      expect(sum(outcomes)).toBe(outcomes.begun)
      running += outcomes.running
    }
    const waiting = Object.values(steps).reduce((all, step) => all + step.waiting, 0)
    expect(waiting).toBe(treated.running)
    expect(goal.treated.won).toBeLessThanOrEqual(goal.treated.of)
  }
  expect(running).toBe(active)
  for (const [name, { messages, byWeek, byHour }] of Object.entries(channels)) {
    expect(messages).toBe(reached.get(name))
    expect(byWeek.reduce((all, n) => all + n, 0)).toBe(messages)
    expect(byHour.reduce((all, n) => all + n, 0)).toBe(messages)
  }
  expect(report.perWeek.share.reduce((all, n) => all + n, 0)).toBeCloseTo(1)
})

test('E13 E14 no message without consent, none of a held-out run, each once, none beyond the caps', () => {
  const seen = new Set<string>()
  const caps = playbooks.current.chain.policy.caps
  const times = new Map<string, number[]>()
  simulate(playbooks, {
    ...options,
    watcher: {
      reached: (ghost, message, channel, at, customer) => {
        const marketing = customer.consent['marketing']
        expect(waitsOnShelf(channel) ? marketing?.given !== false : marketing?.given === true, ghost.id).toBe(true)
        const run = customer.runs.find((run) => run.occasion === message.run && run.dialogue === message.dialogue)
        expect(run?.held).toBeUndefined()
        const key = `${ghost.id} ${messageId(message)}`
        expect(seen.has(key)).toBe(false)
        seen.add(key)
        const hers = times.get(`${ghost.id} ${channel}`) ?? []
        times.set(`${ghost.id} ${channel}`, [...hers, at])
      },
    },
  })
  for (const [key, at] of times) {
    // Calls are made and counted when somebody gets to it; what is capped is their being asked for.
    const cap = caps.find(({ channel }) => key.endsWith(` ${channel}`) && channel !== 'phone')
    if (!cap) continue
    for (const first of at) {
      expect(at.filter((each) => each >= first && each < first + cap.per).length, key).toBeLessThanOrEqual(cap.most)
    }
  }
})

test('every event is one that could have come over the wire, and time goes forward', () => {
  let [who, now] = ['', 0]
  simulate(playbooks, {
    ...options,
    customers: 30,
    watcher: {
      folded: ({ id }, input) => {
        const at = input.type === 'timePassed' ? input.at : input.received
        if (input.type !== 'timePassed') expect(eventSchema.safeParse(input).success, JSON.stringify(input)).toBe(true)
        if (id === who) expect(at).toBeGreaterThanOrEqual(now)
        ;[who, now] = [id, at]
      },
    },
  })
})

test('ghosts do what the playbook listens to, and answer as the author says', () => {
  const kinds = new Set<string>()
  const steps = { ask: step('email', ['7d', 'over'], { yes: 'won', no: 'lost' }) }
  const listening = small([
    dialogue(steps, { dialogue: 'web', begins: { when: 'webVisit' } }),
    dialogue(steps, { dialogue: 'moved', begins: { when: 'address' } }),
    dialogue(steps, { dialogue: 'used', begins: { when: 'usage', where: 'event.of == "nights"' } }),
    dialogue(steps, { dialogue: 'called', begins: { when: 'call', where: 'event.topic == "praise"' } }),
    dialogue(steps, { dialogue: 'show', begins: { when: 'occasion', where: 'event.kind == "trunk-show"' } }),
  ])
  const always = Object.fromEntries(
    ['web', 'moved', 'used', 'called', 'show'].map((name) => [`${name}/ask`, { yes: 1 }]),
  )
  const { dialogues } = simulate(listening, {
    ...options,
    customers: 60,
    answers: always,
    watcher: { folded: (_, { type }) => kinds.add(type) },
  })
  for (const kind of ['webVisit', 'address', 'usage', 'call', 'occasion', 'return']) expect(kinds).toContain(kind)
  for (const { treated, steps } of Object.values(dialogues)) {
    expect(treated.begun).toBeGreaterThan(0)
    expect(steps['ask']?.responses['no']).toBeUndefined()
  }
  expect(dialogues['web']?.steps['ask']?.responses['yes']).toBeGreaterThan(100)
  const heard = new Set<string>()
  simulate(playbooks, { ...options, customers: 30, watcher: { folded: (_, { type }) => heard.add(type) } })
  expect(heard).not.toContain('usage')
})

test('E13 speaking that moves nobody shows no uplift, speaking that moves everybody does', () => {
  const upliftAt = (persuasion: number) =>
    simulate(playbooks, { ...options, customers: 1500, persuasion }).dialogues['miss-you']?.goal.uplift
  const [idle, moving] = [upliftAt(0), upliftAt(1)]
  // One interval in twenty misses the truth, and this is no test of chance: it may miss it, but not by much.
  expect(idle?.low).toBeLessThan(0.05)
  expect(idle?.high).toBeGreaterThan(-0.05)
  expect(moving?.low).toBeGreaterThan(0)
})

test('the report in words names what nobody comes to, and what is hardly ever said', () => {
  const quiet = small([
    dialogue({ call: step('phone', ['7d', 'over'], { yes: 'gift' }), gift: step('email', ['7d', 'over']) }),
  ])
  const words = reportInWords(
    simulate(quiet, { ...options, customers: 20, days: 10, answers: { 'talk/call': { silence: 1 } } }),
  )
  expect(words.join('\n')).toContain('never reached: talk/gift')
})

test('Zones, S11 and E17: ghosts walk with carts, have sizes and are told of days, where a playbook asks for them', () => {
  const show = { dialogue: 'show', begins: { when: 'occasion' }, expires: 'occasion' }
  const sized = { dialogue: 'sized', for: 'customer.size == "9 UK"' }
  const remind = { ...step('email', ['1d', 'over']), wait: { until: 'occasion', ahead: '2d' } }
  const said = step('screen', ['9d', 'over'])
  const asking = small(
    [dialogue({ talk: { ...said, zones: ['back'] } }), dialogue({ said }, sized), dialogue({ remind }, show)],
    { zones: { front: { name: 'Front' }, back: { name: 'Back' } } },
  )
  const days = new Set<string>()
  const { dialogues, withheld } = simulate(asking, {
    ...options,
    watcher: { folded: (_, input) => input.type === 'occasion' && days.add(String(input.on)) },
  })
  for (const [name, step] of [
    ['talk', 'talk'],
    ['sized', 'said'],
    ['show', 'remind'],
  ] as const)
    expect(dialogues[name]?.steps[step]?.messages, name).toBeGreaterThan(5)
  expect(withheld.glass['private']?.['zone']).toBeGreaterThan(5)
  expect([...days].every((day) => /^\d{4}-\d\d-\d\d$/.test(day))).toBe(true)
  // Who is asked for nothing has nothing.
  const sizes = (playbooks: Playbooks) => {
    const found = new Set<string | undefined>()
    simulate(playbooks, { ...options, customers: 20, watcher: { lived: ({ profile }) => found.add(profile.size) } })
    return found.size
  }
  expect([sizes(asking) > 2, sizes(playbooks)]).toEqual([true, 1])
})

test('the report says that what a cap withholds is not sent later', () => {
  expect(reportInWords(simulate(playbooks, { ...options, customers: 20 })).join('\n')).toContain('is not sent later')
})
