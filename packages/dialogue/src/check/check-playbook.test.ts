import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compilePlaybook, type PlaybookFiles } from '../compile.ts'
import { checkPlaybook } from './check-playbook.ts'
import { CODES } from './codes.ts'

const CHAIN = `chain: Small
language: en
languages: [en, de]
currency: GBP
salt: small-salt
tiers: [silver, gold]
stores:
  home: { name: Home, timeZone: Europe/London }
zones:
  shoes: { name: { en: Shoes, de: Schuhe }, category: shoes }
categories:
  shoes: { en: shoes, de: Schuhe }
memory:
  purchases: { of: purchase, window: 60d }
  categories: { of: purchase, by: category }
policy:
  caps:
    - { channel: email, most: 1, per: 7d }
    - { most: 3, per: 30d }
  rest: 12h
  quiet: { from: '21:00', to: '08:00' }
  modes:
    calm: { silent: [email] }
incentives:
  voucher: { name: { en: Voucher, de: Gutschein }, value: 500, cost: 300, expires: 30d }
general:
  - { title: { en: Hello, de: Hallo }, body: { en: To all, de: An alle } }
`
const TALK = `dialogue: talk
level: 1
begins: { when: purchase, where: event.total > 1000 }
for: memory.purchases.n >= 3 && customer.tier == "gold"
about: { most: categories }
goal: { when: visit, where: event.store == "home" }
expires: 90d
first: offer
steps:
  offer:
    channel: screen
    message:
      title: { en: 'Hello {{ customer.first }}', de: 'Guten Tag {{ customer.first }}' }
      body: { en: 'New {{ category }}', de: 'Neues: {{ category }}' }
    asks:
      yes: { label: { en: 'Yes', de: Ja }, next: fork }
    silence: { after: 1d, next: write }
  fork:
    branch:
      - { if: memory.purchases.n + 1 == 6, next: write }
    otherwise: over
    grants: voucher
  write:
    channel: email
    message: { title: { en: Hello, de: Hallo }, body: { en: 'We wrote', de: 'Ein Brief' } }
    silence: { after: 2d, next: again }
  again:
    wait: 5d
    channel: email
    message: { title: { en: Hello, de: Hallo }, body: { en: Again, de: Nochmal } }
    silence: { after: 7d, next: over }
`
const AFTER = `dialogue: after
level: 1
begins: { when: answered, dialogue: talk, step: offer, response: 'yes' }
goal: { when: purchase }
first: thank
steps:
  thank:
    channel: pos
    mode: calm
    message: { title: { en: Hello, de: Hallo }, body: { en: Thank you, de: Danke } }
    silence: { after: 30d, next: over }
`
const BASE: PlaybookFiles = { 'chain.yaml': CHAIN, 'dialogues/after.yaml': AFTER, 'dialogues/talk.yaml': TALK }

const found = (files: PlaybookFiles): string[] =>
  checkPlaybook(files).map(({ code, file, line }) => `${code} ${file.replace(/^dialogues\//, '')}:${line}`)

/** The base playbook with one piece, which stands in one of its files once, put another way. */
function changed(from: string, to: string): PlaybookFiles {
  const [place, ...others] = Object.entries(BASE).filter(([, text]) => text.includes(from))
  expect(others, `"${from}" stands in one file`).toEqual([])
  const [file, text] = place ?? ['', '']
  expect(text.split(from).length, `"${from}" stands once in ${file}`).toBe(2)
  return { ...BASE, [file]: text.replace(from, () => to) }
}

/** How `after` begins, and other ways for it to begin. */
const BEGINS = "{ when: answered, dialogue: talk, step: offer, response: 'yes' }"

const NEWS = "body: { en: 'New {{ category }}', de: 'Neues: {{ category }}' }"

/** One change, and all that is found then: no mistake is told twice under two names. */
const BROKEN: [finding: string, from: string, to: string][] = [
  ['K001 talk.yaml:1', 'dialogue: talk\n', 'dialogue: talk: talk\n'],
  ['K002 talk.yaml:2', 'level: 1\nbegins: { when: purchase', 'level: 7\nbegins: { when: purchase'],
  ['K101 after.yaml:7', '    silence: { after: 30d, next: over }\n', ''],
  ['K102 talk.yaml:21', 'otherwise: over', 'otherwise: overr'],
  ['K102 talk.yaml:21', 'otherwise: over', 'otherwise: constructor'],
  ['K103 after.yaml:5', 'first: thank', 'first: thanks'],
  ['K104 after.yaml:7', 'first: thank\nsteps:\n  thank:', 'first: won\nsteps:\n  won:'],
  ['K105 talk.yaml:18', 'next: fork }', 'next: write }'],
  ['K106 after.yaml:5', 'first: thank', 'about: { most: purchases }\nfirst: thank'],
  ['K401 after.yaml:3, K107 talk.yaml:1', 'dialogue: talk\n', 'dialogue: after\n'],
  ['K108 talk.yaml:18', 'otherwise: over', 'otherwise: fork'],
  ['K109 after.yaml:7', '{ after: 30d, next: over }', '{ after: 30d, next: thank }'],
  ['K110 after.yaml:3', BEGINS, '{ when: reaches, memory: visits, at: 3 }'],
  ['K110 after.yaml:3', BEGINS, '{ when: reaches, memory: toString, at: 3 }'],
  ['K111 after.yaml:3', BEGINS, '{ when: reaches, memory: categories, at: 3 }'],
  ['K111 after.yaml:3', BEGINS, '{ when: reaches, memory: purchases, key: shoes, at: 3 }'],
  ['K112 after.yaml:3', BEGINS, '{ when: drops, memory: categories, key: any, to: 50 }'],
  ['K113 talk.yaml:28', 'wait: 5d', 'wait: 100d'],
  ['K114 after.yaml:5', 'first: thank', 'about: { event: topic }\nfirst: thank'],
  ['K115 after.yaml:3', BEGINS, '{ when: nears, memory: purchases, at: 3, within: 3 }'],
  ['K116 talk.yaml:7', 'expires: 90d', 'expires: occasion'],
  ['K116 talk.yaml:28', 'wait: 5d', 'wait: { until: occasion, ahead: 5d }'],
  ['K116 talk.yaml:25', "en: 'We wrote'", "en: 'Until {{ occasion.on }}'"],
  ['K117 after.yaml:10', 'mode: calm', 'mode: calm\n    zones: [shoes]'],
  ['K118 after.yaml:10', '{ en: Thank you, de: Danke }', '{ en: Thank you, de: Danke }, list: ["1", "2"]'],
  ['K201 talk.yaml:25', "en: 'We wrote'", "en: '{{ wrote }}'"],
  ['K202 talk.yaml:4', 'memory.purchases.n >= 3 &&', 'memory.purchases.n >= "3" &&'],
  ['K202 talk.yaml:4', 'memory.purchases.n >= 3 &&', 'memory.purchases.n >= &&'],
  ['K202 talk.yaml:4', 'memory.purchases.n >= 3 && customer.tier == "gold"', 'customer.tier'],
  ['K203 talk.yaml:4', 'memory.purchases.n >= 3 &&', 'memory.purchase.n >= 3 &&'],
  ['K203 talk.yaml:3', 'event.total > 1000', 'event.totl > 1000'],
  ['K203 talk.yaml:3', 'event.total > 1000', 'has(event.zone)'],
  ['K203 talk.yaml:3', 'event.total > 1000', '"event.lines.exists(line, line.colour == \'red\')"'],
  ['K203 talk.yaml:3', 'event.total > 1000', 'run.about == "shoes"'],
  ['K203 talk.yaml:4', 'customer.tier == "gold"', 'customer.teir == "gold"'],
  ['K203 talk.yaml:20', 'memory.purchases.n + 1 == 6', 'event.total > 1000'],
  ['K203 talk.yaml:4', 'memory.purchases.n >= 3 &&', 'ended.step == "offer" &&'],
  ['K203 after.yaml:4', BEGINS, '{ when: ended, dialogue: talk, how: won }\nfor: ended.stpe == "offer"'],
  ['K204 talk.yaml:20', 'memory.purchases.n + 1 == 6', '1 + memory.purchases.n == 6'],
  ['K205 talk.yaml:25', "'We wrote'", "'{% for n in (1..1000000) %}We{% endfor %}'"],
  ['K206 talk.yaml:4', '"gold"', '"golden"'],
  ['K206 talk.yaml:6', '"home"', '"hoem"'],
  ['K206 after.yaml:3', BEGINS, '{ when: walked, where: event.zone == "shoos" }'],
  ['K207 talk.yaml:30', '{ en: Again, de: Nochmal }', 'Again'],
  ['K207 chain.yaml:12', '{ en: shoes, de: Schuhe }', '{ en: shoes }'],
  ['K208 talk.yaml:15', NEWS, `${NEWS}\n      list: ['1', '${'2'.repeat(33)}']`],
  ['K208 talk.yaml:15', NEWS, `${NEWS}\n      list: [{ en: '1', de: 'Für {{ about }}, der Reihe nach und auf' }]`],
  [
    'K208 talk.yaml:15',
    NEWS,
    `${NEWS}\n      list: [${Array.from({ length: 6 }, () => `'${'1§'.repeat(16)}'`).join()}]`,
  ],
  ['K312 chain.yaml:25, K302 talk.yaml:22', 'grants: voucher', 'grants: vouchers'],
  ['K313 chain.yaml:23, K303 after.yaml:9', 'mode: calm', 'mode: calmer'],
  ['K304 chain.yaml:15', 'by: category', 'by: topic'],
  ['K305 chain.yaml:14', 'memory:\n', 'memory:\n  visits: { of: visit }\n'],
  ['K306 talk.yaml:24, K306 talk.yaml:29', 'most: 1, per: 7d', 'most: 0, per: 7d'],
  ['K306 talk.yaml:11', '  rest: 12h', '  silent: [screen]'],
  ['K307 chain.yaml:21', "to: '08:00'", "to: '20:30'"],
  ['K307 chain.yaml:21', "to: '08:00'", "to: '21:00'"],
  ['K308 chain.yaml:19', '- { most: 3, per: 30d }', '- { channel: pos, most: 3, per: 30d }'],
  ['K309 talk.yaml:27', '    wait: 5d\n', ''],
  ['K309 talk.yaml:27', 'rest: 12h', 'rest: 8d'],
  ['K309 talk.yaml:27', 'most: 3, per: 30d', 'most: 1, per: 30d'],
  ['K310 chain.yaml:10', 'category: shoes }', 'category: shoos }'],
  ['K311 chain.yaml:8', 'Europe/London', 'Europe/Londn'],
  [
    'K312 chain.yaml:25',
    'incentives:\n',
    'incentives:\n  cake: { name: { en: Cake, de: Torte }, value: 5, cost: 3, expires: 30d }\n',
  ],
  ['K315 chain.yaml:25', 'cost: 300, expires: 30d', 'cost: 300, expires: 30d, budget: 1'],
  ['K314 talk.yaml:12', 'channel: screen', 'channel: screen\n    zones: [shoes, shoos]'],
  ['K313 chain.yaml:23', 'modes:\n', 'modes:\n    loud: { rest: 1h }\n'],
  ['K316 chain.yaml:10', 'category: shoes }', 'category: shoes, codes: [S-1, S-2, S-1] }'],
  ['K317 chain.yaml:8', 'Europe/London }', "Europe/London, hours: { mon: ['18:00-09:00'] } }"],
  [
    'K317 chain.yaml:8',
    'Europe/London }',
    "Europe/London, hours: { except: { 2026-01-01: ['09:00-12:00', '11:00-18:00'] } } }",
  ],
  ['K401 after.yaml:3', 'dialogue: talk,', 'dialogue: tlak,'],
  ['K402 after.yaml:3', 'step: offer', 'step: write'],
  ['K402 after.yaml:3', "response: 'yes'", "response: 'no'"],
  ['K402 after.yaml:3', 'step: offer', 'step: ofer'],
  ['K403 after.yaml:3', BEGINS, '{ when: ended, dialogue: talk, how: lost }'],
]

describe('one change makes one mistake, with its code, its file and its line', () => {
  test('the base has no finding, and compiles', () => {
    expect(found(BASE)).toEqual([])
    expect(compilePlaybook(1, BASE).ok).toBe(true)
  })

  test.each(BROKEN)('%s: %j becomes %j', (finding, from, to) => {
    expect(found(changed(from, to)).join(', ')).toBe(finding)
  })
})

describe('E17 and E3: what the language has for occasions, zones and runs that have ended', () => {
  test.each([
    ['zones on a screen', 'channel: screen', 'channel: screen\n    zones: [shoes]'],
    ['a walk into a zone', BEGINS, '{ when: walked, where: event.zone == "shoes" }'],
    ['the run that ended', BEGINS, '{ when: ended, dialogue: talk, how: won }\nfor: \'"write" in ended.reached\''],
    ['her size and the store', "en: 'We wrote'", "en: '{{ store.name }}, {{ customer.size }}'"],
    ['her size in a condition', 'customer.tier == "gold"', 'customer.size in ["36", "38"]'],
  ])('%s', (_, from, to) => expect(found(changed(from, to))).toEqual([]))

  test('the day of an occasion is known to what it began, and to what that began', () => {
    const begun = changed(BEGINS, '{ when: ended, dialogue: show, how: over }\nexpires: occasion')
    const show = AFTER.replace('dialogue: after', 'dialogue: show')
    const by = (begins: string, files: PlaybookFiles = begun) =>
      found({ ...files, 'dialogues/show.yaml': show.replace(BEGINS, begins) })
    expect(by('{ when: occasion }')).toEqual([])
    expect(by('{ when: visit }')).toEqual(['K116 after.yaml:4'])
    // A circle is no way to an occasion, and no reason to look for one for ever.
    expect(by('{ when: ended, dialogue: after, how: over }')).toEqual(['K116 after.yaml:4'])
  })

  test('K309: how long it is until a moment ahead of an occasion cannot be told', () => {
    const files = changed('    wait: 5d\n', '    wait: { until: occasion, ahead: 5d }\n')
    const begins = '{ when: purchase, where: event.total > 1000 }'
    const talk = (files['dialogues/talk.yaml'] ?? '').replace(begins, '{ when: occasion }')
    expect(found({ ...files, 'dialogues/talk.yaml': talk })).toEqual([])
  })
})

describe('K404: dialogues that want the same moment', () => {
  const rival = AFTER.replace('dialogue: after', 'dialogue: rival')
  const file = 'dialogues/rival.yaml'

  test('equal in transition, surface and priority', () => {
    expect(found({ ...BASE, [file]: rival })).toEqual(['K404 rival.yaml:1'])
  })

  test.each([
    ['priority', 'level: 1', 'level: 1\npriority: 60'],
    ['surface', 'channel: pos', 'channel: screen'],
    ['audience', 'level: 1', 'level: 1\nfor: memory.purchases.n > 1'],
    ['transition', 'step: offer', 'step: offer '],
  ])('another %s makes no rivals', (_, from, to) => {
    const other = from === 'step: offer' ? rival.replace(BEGINS, '{ when: visit }') : rival.replace(from, to)
    expect(found({ ...BASE, [file]: other })).toEqual([])
  })
})

describe('what is told and what is not', () => {
  test('K301: a broken file of time zones', () => {
    expect(found({ ...BASE, 'time-zones.json': '{"Europe/London": []}' })).toEqual(['K301 chain.yaml:undefined'])
  })

  test('warnings do not keep a playbook from being published, errors do', () => {
    for (const [finding, from, to] of BROKEN) {
      const files = changed(from, to)
      const errors = checkPlaybook(files).filter(({ severity }) => severity === 'error')
      expect({ finding, compiles: compilePlaybook(1, files).ok }).toEqual({ finding, compiles: errors.length === 0 })
    }
  })

  test('a playbook without chain.yaml, or with a broken one, still has its dialogues read', () => {
    const { 'chain.yaml': _, ...rest } = changed(
      'level: 1\nbegins: { when: purchase',
      'level: 7\nbegins: { when: purchase',
    )
    expect(found(rest).join()).toMatch(/^K002 chain.yaml.*K002 talk.yaml:2$/)
  })

  test('every finding says where, what and how to mend it, in words', () => {
    for (const [, from, to] of BROKEN) {
      for (const finding of checkPlaybook(changed(from, to))) {
        expect(finding.what, finding.code).not.toMatch(/undefined|\[object|no such overload/)
        expect(finding.todo, finding.code).toMatch(/^[A-Z].*\.$/)
        if (finding.code !== 'K001') expect(finding.where).not.toBe('')
      }
    }
  })

  test('every code has a broken playbook here', () => {
    const shown = BROKEN.flatMap(([finding]) => finding.split(', ').map((each) => each.slice(0, 4)))
    expect([...CODES.keys()].filter((code) => !shown.includes(code))).toEqual(['K301', 'K404'])
  })

  test('every code that the engine reports is in the table', () => {
    const folder = new URL('../', import.meta.url)
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
    const used = sources.flatMap((name) => readFileSync(new URL(name, folder), 'utf8').match(/'K\d{3}'/g) ?? [])
    expect([...new Set(used)].map((code) => code.slice(1, -1)).filter((code) => !CODES.has(code))).toEqual([])
  })
})
