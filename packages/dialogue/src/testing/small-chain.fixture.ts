import { newCustomer } from '../advance.ts'
import { compilePlaybook } from '../compile.ts'
import { findingInWords } from '../finding.ts'
import type { Playbook, Playbooks } from '../playbook.ts'
import type { Customer } from '@kairos/shared/customer'
import { customerIdSchema } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import { DAY } from '@kairos/shared/time'
import type { ZoneRules } from '../time-zones.ts'

/** A day far from zero, so that looking back never meets the beginning of time. */
export const START: Ms = 20_000 * DAY
/** The time of a day of the story, and of an hour in it. */
export const day = (days: number, hours = 0): Ms => START + days * DAY + (hours * DAY) / 24

/** A part of a playbook's source, as YAML would give it. */
export type Source = Record<string, unknown>

const CHAIN: Source = {
  chain: 'Small',
  language: 'en',
  currency: 'GBP',
  salt: 'small-salt',
  stores: { home: { name: 'Home', timeZone: 'Europe/London' } },
  memory: {
    purchases: { of: 'purchase' },
    visits: { of: 'visit' },
    categories: { of: 'purchase', by: 'category' },
  },
  general: [{ title: 'Hello', body: 'To all' }],
}

/** JSON is YAML, so a playbook made of objects goes through the same reader as an author's. */
export function compileSmall(dialogues: Source[], chain: Source = {}, version = 1, zones?: ZoneRules): Playbook {
  const files = smallFiles(dialogues, chain)
  if (zones) files['time-zones.json'] = JSON.stringify({ 'Europe/London': zones })
  const compiled = compilePlaybook(version, files)
  if (!compiled.ok) throw new Error(compiled.error.map(findingInWords).join('\n'))
  return compiled.value
}

/** The files that a small playbook is made of. */
export function smallFiles(dialogues: Source[], chain: Source = {}): Record<string, string> {
  const files: Record<string, string> = { 'chain.yaml': JSON.stringify({ ...CHAIN, ...chain }) }
  dialogues.forEach((dialogue, at) => (files[`dialogues/${at}.yaml`] = JSON.stringify(dialogue)))
  return files
}

/** The last version given is the current one; the others are those that runs may still keep. */
export function playbooksOf(...versions: [Playbook, ...Playbook[]]): Playbooks {
  const known = new Map(versions.map((playbook) => [playbook.version, playbook]))
  return { current: versions.at(-1) ?? versions[0], version: (version) => known.get(version) }
}

export const small = (dialogues: Source[], chain: Source = {}): Playbooks => playbooksOf(compileSmall(dialogues, chain))

/** A dialogue without surprises: begun by a visit, won by a purchase, nobody held out. */
export const dialogue = (steps: Source, more: Source = {}): Source => ({
  dialogue: 'talk',
  level: 1,
  begins: { when: 'visit' },
  goal: { when: 'purchase' },
  again: 'always',
  holdout: 0,
  first: Object.keys(steps)[0],
  steps,
  ...more,
})

/** A step that says its channel's name; `asks` are the responses and where they lead. */
export const step = (channel: string, silence: [after: string, next: string], asks: Record<string, string> = {}) => ({
  channel,
  message: { title: channel, body: channel },
  asks: Object.fromEntries(Object.entries(asks).map(([name, next]) => [name, { label: name, next }])),
  silence: { after: silence[0], next: silence[1] },
})

export const ANNA = customerIdSchema.parse('anna')

/** Somebody of whom nothing is known but that she agreed to be written to. */
export const anna = (playbooks: Playbooks): Customer => ({
  ...newCustomer(playbooks, ANNA),
  consent: { marketing: { given: true, at: 0 } },
})
