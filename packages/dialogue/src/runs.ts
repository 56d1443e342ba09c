import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Run } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import type { MessageRef } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import type { Scope } from './conditions.ts'
import { barred, countContact } from './contacts.ts'
import { note, replaceRun, type Draft, type When } from './draft.ts'
import { isHeldOut } from './holdout.ts'
import { waitsOnShelf, type Ending } from './language.ts'
import { MOST_RUNS, MOST_STEPS_TAKEN } from './limits.ts'
import { mostCounted, ownValue } from './memory.ts'
import type { Dialogue, Playbook, Step } from './playbook.ts'

export const isActive = (run: Run): boolean => run.ended === undefined

/** How often a run reached a step. */
export const timesReached = (run: Run, step: string): number => ownValue(run.reached, step) ?? 0

/** The message of a run's current step. */
export const currentMessage = (run: Run): MessageRef => ({
  dialogue: run.dialogue,
  run: run.occasion,
  step: run.step,
  version: run.version,
  time: Math.max(1, timesReached(run, run.step)),
})

export const messageKey = (step: string, time: number): string => `${step}/${time}`

/** The step a run stands on, in the version it keeps; absent when that version is no longer known. */
export const stepOf = (playbook: Playbook | undefined, run: Run): Step | undefined =>
  playbook?.dialogues.get(run.dialogue)?.steps.get(run.step)

/** Occasions name runs; one that is too long to be part of an id is named by its hash. */
export const occasionName = (text: string): string =>
  text.length <= 160 ? text : `sha256:${bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32)}`

/** What conditions see. */
export function scopeOf(draft: Draft, at: Ms, event: Event | undefined, run: Run | undefined): Scope {
  const { profile, memory } = draft.customer
  return { customer: profile, memory, event: event ?? {}, run: run ?? {}, now: at }
}

function mayBegin(draft: Draft, dialogue: Dialogue, occasion: string, at: Ms): boolean {
  const { runs, begun } = draft.customer
  if (runs.some((run) => run.dialogue === dialogue.name && (isActive(run) || run.occasion === occasion))) return false
  const last = ownValue(begun, dialogue.name)
  if (last === undefined || dialogue.again === 'always') return true
  return dialogue.again !== 'never' && last + dialogue.again <= at
}

/** Begins a run, unless the dialogue is not for this customer now. Named by its occasion (rule E8). */
export function begin(draft: Draft, dialogue: Dialogue, occasion: string, when: When, event: Event | undefined): void {
  const { at } = when
  if (!draft.fresh || !mayBegin(draft, dialogue, occasion, at)) return
  const { customer } = draft
  const playbook = draft.playbooks.current
  if (dialogue.audience && !dialogue.audience(scopeOf(draft, at, event, undefined))) return
  const about = dialogue.source.about && mostCounted(customer.memory[dialogue.source.about.most])
  // A dialogue that is about something has nothing to say where that is unknown.
  if (dialogue.source.about && about === undefined) return
  const run: Run = {
    dialogue: dialogue.name,
    occasion,
    version: playbook.version,
    begun: at,
    ...(isHeldOut(playbook.chain.salt, dialogue.name, customer.id, dialogue.source.holdout) ? { held: true } : {}),
    ...(about === undefined ? {} : { about }),
    step: dialogue.source.first,
    since: at,
    reached: {},
    answered: {},
    sent: [],
  }
  if (customer.runs.length >= MOST_RUNS) {
    note(draft, run, 'full', at)
    return
  }
  draft.customer = {
    ...customer,
    runs: [...customer.runs, run],
    begun: { ...customer.begun, [dialogue.name]: at },
  }
  note(draft, run, 'begun', at)
  enter(draft, run, dialogue.source.first, when)
}

/** Goes on to a step or an ending, as a response or silence says. */
export function follow(draft: Draft, run: Run, next: string, when: When): void {
  if (next === 'won' || next === 'lost' || next === 'over') end(draft, run, { how: next }, when)
  else enter(draft, run, next, when)
}

/**
 * A message that waits for her in the store waits since the answer before it was given; one that is
 * sent to her waits from when it could be sent, so that an answer that was long on its way up does
 * not eat the time she has for the next.
 */
function enter(draft: Draft, run: Run, name: string, when: When): void {
  const step = draft.playbooks.version(run.version)?.dialogues.get(run.dialogue)?.steps.get(name)
  // The version was retired while the run waited; there is nothing left to say.
  if (!step) return end(draft, run, { how: 'over' }, when)
  // Silences may lead round in a circle; the document must not grow with them.
  const taken = Object.values(run.reached).reduce((sum, times) => sum + times, 0)
  if (taken >= MOST_STEPS_TAKEN) return end(draft, run, { how: 'over' }, when)
  const at = waitsOnShelf(step.channel) ? when.at : when.known
  const { seen: _seen, ended: _ended, ...rest } = run
  let entered: Run = {
    ...rest,
    step: name,
    since: at,
    due: at + step.silence.after,
    reached: { ...run.reached, [name]: timesReached(run, name) + 1 },
  }
  entered = replaceRun(draft, run, entered)
  note(draft, entered, 'step', at, name)
  if (!waitsOnShelf(step.channel)) send(draft, entered, step, at)
}

function send(draft: Draft, run: Run, step: Step, at: Ms): void {
  // A held-out run runs mute from the same transition and uses no cap (rule E13).
  if (run.held || !draft.fresh) return
  const reason = barred(draft, step.channel, at)
  if (reason) {
    note(draft, run, 'withheld', at, reason)
    return
  }
  draft.effects.push({ do: 'send', channel: step.channel, message: currentMessage(run), at })
  replaceRun(draft, run, { ...run, sent: [...run.sent, { channel: step.channel, at }] })
  countContact(draft, step.channel, at)
}

/**
 * Takes back what the run asked to send at `since` or later. Returns the changed run. It stays counted
 * against its caps, since some of it may have gone and nothing tells the engine which (rule E5).
 */
export function withdraw(draft: Draft, run: Run, since: Ms): Run {
  if (!run.sent.some((sent) => sent.at >= since)) return run
  draft.effects.push({ do: 'withdraw', dialogue: run.dialogue, run: run.occasion, since })
  return replaceRun(draft, run, { ...run, sent: run.sent.filter((sent) => sent.at < since) })
}

/** Ends a run. Its ending may begin another dialogue (rule E3), and so on to a bounded depth. */
export function end(draft: Draft, run: Run, ending: { how: Ending | 'never'; goal?: true }, when: When): void {
  const { due: _due, ...rest } = run
  const { how } = ending
  const ended = replaceRun(draft, run, { ...rest, ended: { at: when.at, ...ending } })
  note(draft, ended, how, when.at)
  if (draft.chain <= 0) return
  draft.chain--
  for (const dialogue of draft.playbooks.current.beginsAfter.get(`${run.dialogue}/${how}`) ?? []) {
    begin(draft, dialogue, occasionName(`after:${run.dialogue}:${run.occasion}`), when, undefined)
  }
  draft.chain++
}
