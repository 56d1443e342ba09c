import { DAY, HOUR, type Ms } from '@kairos/shared/time'
import type { DialogueReport, Outcomes, Report } from './report.ts'
import { bars, shareInWords, table, wholeInWords } from './table.ts'

const dayInWords = (at: Ms | undefined): string => (at === undefined ? '-' : new Date(at).toISOString().slice(0, 10))

function stayInWords(stay: Ms): string {
  if (stay === 0) return '-'
  return stay < 2 * DAY ? `${(stay / HOUR).toFixed(1)} h` : `${(stay / DAY).toFixed(1)} d`
}

const countsInWords = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, n]) => `${name} ${wholeInWords(n)}`)
    .join(', ')

/** The report as lines for a terminal. */
export function reportInWords(report: Report): string[] {
  const { dialogues } = report
  return [
    ...opening(report),
    ...section('Messages for one customer in one week', perWeek(report)),
    ...section('Channels: what reached customers (the bars are weeks)', channels(report)),
    ...section('Runs: everyone who was spoken to, and the hold-outs', runs(dialogues)),
    ...section('Goals: did speaking help?', goals(dialogues)),
    ...section('Steps: who got what, and when (hold-outs left out)', steps(dialogues)),
    ...section('Answers', answers(dialogues)),
    ...section('Where people get stuck', stuck(dialogues)),
    ...section('Withheld', withheld(report)),
    ...section('Incentives', incentives(report)),
  ]
}

const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', title, ...lines])

function opening({ chain, customers, days, from, seed, consenting, folded, looked, documents }: Report): string[] {
  return [
    `${chain}: ${wholeInWords(customers)} ghost customers, ${days} days from ${dayInWords(from)}, seed ${seed}`,
    `  ${wholeInWords(consenting)} agreed to be written to. ${wholeInWords(folded)} events and deadlines; screens and tablets asked ${wholeInWords(looked)} times.`,
    `  A customer's document in bytes: median ${wholeInWords(documents.median)}, 95 % up to ${wholeInWords(documents.p95)}, largest ${wholeInWords(documents.largest)}.`,
  ]
}

function perWeek({ perWeek: { mean, median, p95, most, share } }: Report): string[] {
  return [
    `  mean ${mean.toFixed(2)}, median ${median}, in 95 % of weeks at most ${p95}, never more than ${most}`,
    ...table(
      ['messages', 'of all weeks'],
      share.map((part, n) => [n === share.length - 1 && n < most ? `${n} or more` : String(n), shareInWords(part)]),
    ),
  ]
}

function channels(report: Report): string[] {
  return table(
    ['channel', 'messages', 'customers', 'busiest hour (UTC)', 'weeks'],
    Object.entries(report.channels).map(([name, { messages, customers, byHour, byWeek }]) => [
      name,
      messages,
      customers,
      `${byHour.indexOf(Math.max(...byHour))}:00`,
      `|${bars(byWeek)}|`,
    ]),
  )
}

const row = (name: string, group: string, { begun, won, lost, over, never, running }: Outcomes, full: number) =>
  [name, group, begun, won, lost, over, never, running, full] as const

function runs(dialogues: Report['dialogues']): string[] {
  return table(
    ['dialogue', 'group', 'begun', 'won', 'lost', 'over', 'never begun', 'running', 'no room'],
    Object.entries(dialogues).flatMap(([name, { treated, heldOut, full }]) => [
      row(name, 'spoken to', treated, full),
      ...(heldOut.begun > 0 ? [row('', 'held out', heldOut, 0)] : []),
    ]),
  )
}

const points = (share: number): string => `${share < 0 ? '' : '+'}${(share * 100).toFixed(1)}`

const group = ({ of, won }: { of: number; won: number }) =>
  of === 0 ? '-' : `${shareInWords(won / of)} of ${wholeInWords(of)}`
const verdict = ({ goal: { uplift } }: DialogueReport) => {
  if (!uplift) return 'no hold-out to compare with'
  const { low, high } = uplift
  return low > 0 ? 'helps' : high < 0 ? 'hurts' : 'may be chance'
}

function goals(dialogues: Report['dialogues']): string[] {
  const rows = Object.entries(dialogues).map(([name, dialogue]) => {
    const { treated, heldOut, uplift } = dialogue.goal
    const interval = uplift ? `${points(uplift.low)} to ${points(uplift.high)}` : ''
    return [name, group(treated), group(heldOut), uplift ? points(uplift.difference) : '', interval, verdict(dialogue)]
  })
  const [first] = Object.values(dialogues)
  return [
    ...table(['dialogue', 'spoken to', 'held out', 'points', '95 % interval', ''], rows),
    `  The goal within ${first?.goal.within ?? 0} days of each customer's first run; Newcombe's hybrid score interval.`,
    '  Ghosts are persuaded as the simulation assumes: this checks the arithmetic and the size of the hold-out, not your messages.',
  ]
}

function eachStep(dialogues: Report['dialogues']) {
  return Object.entries(dialogues).flatMap(([dialogue, { steps }]) =>
    Object.entries(steps).map(([step, report]) => ({ name: `${dialogue}/${step}`, ...report })),
  )
}

function steps(dialogues: Report['dialogues']): string[] {
  return table(
    ['step', 'channel', 'reached', 'messages', 'customers', 'first', 'last', 'mean stay', 'longest', 'there now'],
    eachStep(dialogues).map(({ name, channel, reached, messages, customers, first, last, stay, waiting }) => [
      name,
      channel,
      reached,
      messages,
      customers,
      dayInWords(first),
      dayInWords(last),
      stayInWords(stay.mean),
      stayInWords(stay.longest),
      waiting,
    ]),
  )
}

function answers(dialogues: Report['dialogues']): string[] {
  return table(
    ['step', 'answers', 'silence', 'goal or end'],
    eachStep(dialogues)
      .filter(({ reached, channel }) => reached > 0 && channel !== 'branch')
      .map(({ name, responses, silence, goal }) => [name, countsInWords(responses) || '-', silence, goal]),
  )
}

const MOST_STUCK = 5
/** A step that says nothing to so many of those who come there has little use. */
const MOSTLY_UNSAID = 0.5

function stuck(dialogues: Report['dialogues']): string[] {
  const all = eachStep(dialogues)
  const longest = all
    .filter(({ stay }) => stay.mean > 0)
    .toSorted((a, b) => b.stay.mean - a.stay.mean)
    .slice(0, MOST_STUCK)
  const never = all.filter(({ reached }) => reached === 0)
  const unsaid = all.filter(
    ({ channel, reached, messages }) => channel !== 'branch' && reached > 0 && messages < MOSTLY_UNSAID * reached,
  )
  return [
    ...(longest.length > 0
      ? [`  longest mean stay: ${longest.map(({ name, stay }) => `${name} ${stayInWords(stay.mean)}`).join(', ')}`]
      : []),
    ...(unsaid.length > 0
      ? [
          `  said to less than half of those who came there: ${unsaid
            .map(({ name, messages, reached }) => `${name} ${shareInWords(messages / reached)}`)
            .join(', ')}`,
        ]
      : []),
    ...(never.length > 0 ? [`  never reached: ${never.map(({ name }) => name).join(', ')}`] : []),
  ]
}

function withheld({ withheld: { sending, stopped, glass } }: Report): string[] {
  return [
    `  sending: ${countsInWords(sending) || 'nothing'}; stopped by the channel after a withdrawal: ${wholeInWords(stopped)}`,
    '  What a cap, rest, mode or missing consent withholds is not sent later: its run waits for an answer as if it had been.',
    ...Object.entries(glass).map(
      ([surface, reasons]) =>
        `  ${surface === 'associate' ? 'tablet' : `${surface} glass`}, messages for a reason: ${countsInWords(reasons)}`,
    ),
  ]
}

function incentives(report: Report): string[] {
  return table(
    ['incentive', 'granted', 'redeemed', 'expired', 'spared'],
    Object.entries(report.incentives).map(([name, { granted, redeemed, expired, spared }]) => [
      name,
      granted,
      redeemed,
      expired,
      spared,
    ]),
  )
}
