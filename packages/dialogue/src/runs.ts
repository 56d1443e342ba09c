import type { Run } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import type { MessageRef } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import { barred, countContact } from './contacts.ts'
import { note, replaceRun, type Draft, type When } from './draft.ts'
import { isHeldOut } from './holdout.ts'
import { grant, switchMode } from './incentives.ts'
import { waitsOnShelf, type Ending } from './language.ts'
import { MOST_RUNS, MOST_STEPS_TAKEN } from './limits.ts'
import { aheadOfOccasion, endOfOccasion, zoneRulesOf } from './local-time.ts'
import { ownValue } from './memory.ts'
import { type Dialogue, type Playbook, type SayStep, type Step } from './playbook.ts'
import { occasionName } from './names.ts'
import { aboutOf, scopeOf } from './scope.ts'
import { afterQuiet } from './time-zones.ts'

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
export function stepOf(playbook: Playbook | undefined, run: Run): SayStep | undefined {
  const step = playbook?.dialogues.get(run.dialogue)?.steps.get(run.step)
  return step?.is === 'say' ? step : undefined
}

/** Whether a dialogue may begin again, for this occasion, as far as what began before goes. */
export function mayBegin(draft: Draft, dialogue: Dialogue, occasion: string, at: Ms): boolean {
  const { runs, begun } = draft.customer
  // Of a stranger nothing is known that could begin anything (rule E18).
  if (!draft.fresh || draft.customer.stranger) return false
  if (runs.some((run) => run.dialogue === dialogue.name && (isActive(run) || run.occasion === occasion))) return false
  const last = ownValue(begun, dialogue.name)
  if (last === undefined || dialogue.again === 'always') return true
  return dialogue.again !== 'never' && last + dialogue.again <= at
}

export type Beginning = {
  occasion: string
  when: When
  event?: Event | undefined
  about?: string | undefined
  /** The day of the occasion that it is about, where another run's beginning was told it. */
  on?: string | undefined
  /** The run whose ending begins it. */
  after?: Run
  /** What began it ran mute, so this does too: a control group that is spoken to is none (rule E13). */
  held?: boolean
}

/** Begins a run, unless the dialogue is not for this customer now. Named by its occasion (rule E8). */
export function begin(
  draft: Draft,
  dialogue: Dialogue,
  { occasion, when, event, about: given, on: known, after, held }: Beginning,
): void {
  const { at } = when
  if (!mayBegin(draft, dialogue, occasion, at)) return
  const { customer } = draft
  const playbook = draft.playbooks.current
  if (dialogue.audience && !dialogue.audience(scopeOf(draft, at, { event, ended: after }))) return
  const about = given ?? aboutOf(draft, dialogue, at, event)
  if (dialogue.source.about !== undefined && about === undefined) return
  const on = known ?? (event?.type === 'occasion' ? event.on : undefined)
  if (dialogue.needsDay && on === undefined) return
  const { holdout, first } = dialogue.source
  const expires = expiryOf(draft, dialogue, at, on)
  // What was known too late would be over as it begins.
  if (expires !== undefined && expires <= when.known) return
  const run: Run = {
    dialogue: dialogue.name,
    occasion,
    version: playbook.version,
    begun: at,
    ...(held || isHeldOut(playbook.chain.salt, dialogue.name, customer.id, holdout) ? { held: true } : {}),
    ...(about === undefined ? {} : { about: about.slice(0, 80) }),
    ...(on === undefined ? {} : { on }),
    ...(expires === undefined ? {} : { expires }),
    step: first,
    since: at,
    reached: {},
    answered: {},
    sent: [],
  }
  if (customer.runs.length >= MOST_RUNS) {
    note(draft, run, 'full', at)
    return
  }
  customer.runs = [...customer.runs, run]
  customer.begun = { ...customer.begun, [dialogue.name]: at }
  note(draft, run, 'begun', at)
  enter(draft, run, first, when)
}

function expiryOf({ playbooks, customer }: Draft, { source }: Dialogue, at: Ms, on: string | undefined) {
  if (source.expires !== 'occasion') return source.expires === undefined ? undefined : at + source.expires
  return on === undefined ? undefined : endOfOccasion(zoneRulesOf(playbooks.current, customer), on)
}

/** Goes on to a step or an ending, as a response or silence says. */
export function follow(draft: Draft, run: Run, next: string, when: When): void {
  if (next === 'won' || next === 'lost' || next === 'over') end(draft, run, { how: next }, when)
  else enter(draft, run, next, when)
}

/** A run on its way to a step: counted there. */
function reach(draft: Draft, run: Run, step: Step, when: When): Run {
  const { seen: _seen, ended: _ended, pending: _pending, due: _due, ...rest } = run
  const reached = { ...run.reached, [step.name]: timesReached(run, step.name) + 1 }
  const there = replaceRun(draft, run, { ...rest, step: step.name, since: when.at, reached })
  note(draft, there, 'step', when.at, step.name)
  return there
}

/** What a step does on being reached, whether or not its message ever goes out. */
function doOnReaching(draft: Draft, run: Run, { mode, grants }: Step, when: When): void {
  if (mode !== undefined) switchMode(draft, mode)
  if (grants !== undefined) grant(draft, run, grants, when.at)
}

/**
 * When a step that was reached at a time may speak. What is sent for a day ahead of an occasion would come too late
 * once that day has ended: never. What waits in the store is there from that day on.
 */
function opensAt({ playbooks, customer }: Draft, run: Run, { wait, channel }: SayStep, at: Ms): Ms | undefined {
  if (typeof wait === 'number') return at + wait
  // A run that an edit moved to a step that counts back knows no day.
  if (run.on === undefined) return at
  const moment = aheadOfOccasion(zoneRulesOf(playbooks.current, customer), run.on, wait.ahead, at)
  return moment ?? (waitsOnShelf(channel) ? at : undefined)
}

function enter(draft: Draft, run: Run, name: string, when: When): void {
  const step = draft.playbooks.version(run.version)?.dialogues.get(run.dialogue)?.steps.get(name)
  // The version was retired while the run waited; there is nothing left to say. And silences may lead
  // round in a circle; the document must not grow with them.
  const taken = Object.values(run.reached).reduce((sum, times) => sum + times, 0)
  // An answer may come when the run has had its time: it counts, but nothing more is said.
  const expired = run.expires !== undefined && run.expires <= when.known
  if (!step || expired || taken >= MOST_STEPS_TAKEN) return end(draft, run, { how: 'over' }, when)
  const there = reach(draft, run, step, when)
  if (step.is === 'branch') {
    doOnReaching(draft, there, step, when)
    const scope = scopeOf(draft, when.at, { run: there })
    return follow(draft, there, step.branches.find((branch) => branch.if(scope))?.next ?? step.otherwise, when)
  }
  const at = waitsOnShelf(step.channel) ? when.at : when.known
  const opens = opensAt(draft, there, step, at)
  // Rule E16: what cannot be kept is not promised.
  const spent = draft.fresh && step.grants !== undefined && draft.spent.includes(step.grants)
  if (opens === undefined || spent) {
    // Nobody is told, so nothing is granted either; the run goes on as if she had been silent.
    note(draft, there, 'withheld', when.at, opens === undefined ? 'passed' : 'spent')
    return follow(draft, there, step.silence.next, when)
  }
  doOnReaching(draft, there, step, when)
  if (opens === at) return speak(draft, there, step, when)
  replaceRun(draft, there, { ...there, since: at, pending: true, due: opens })
}

/**
 * The step's message goes out, and its silence begins. A message that waits for her in the store waits
 * since the answer before it was given; one that is sent to her waits from when it could be sent, so that
 * an answer that was long on its way up does not eat the time she has for the next. In quiet hours what is
 * sent waits until they end.
 */
export function speak(draft: Draft, run: Run, step: SayStep, when: When): void {
  const { pending: _pending, ...rest } = run
  const shelf = waitsOnShelf(step.channel)
  const at = shelf ? when.at : when.known
  const { quiet } = draft.playbooks.current
  const open =
    shelf || step.service || !quiet ? at : afterQuiet(zoneRulesOf(draft.playbooks.current, draft.customer), quiet, at)
  if (open > at) {
    replaceRun(draft, run, { ...run, pending: true, due: open })
    return
  }
  const speaking = replaceRun(draft, run, { ...rest, since: at, due: at + step.silence.after })
  if (!shelf) send(draft, speaking, step, at)
}

function send(draft: Draft, run: Run, step: SayStep, at: Ms): void {
  // A held-out run runs mute from the same transition and uses no cap (rule E13).
  if (run.held || !draft.fresh) return
  const reason = step.service ? undefined : barred(draft, step.channel, at)
  if (reason) {
    note(draft, run, 'withheld', at, reason)
    return
  }
  draft.effects.push({ do: 'send', channel: step.channel, message: currentMessage(run), at })
  replaceRun(draft, run, { ...run, sent: [...run.sent, { channel: step.channel, at }] })
  if (!step.service) countContact(draft, step.channel, at)
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
  const { due: _due, pending: _pending, ...rest } = run
  const { how } = ending
  const ended = replaceRun(draft, run, { ...rest, ended: { at: when.at, ...ending } })
  note(draft, ended, how, when.at)
  if (draft.chain <= 0) return
  draft.chain--
  for (const dialogue of draft.playbooks.current.beginsAfter.get(`${run.dialogue}/${how}`) ?? []) {
    begin(draft, dialogue, {
      occasion: occasionName(`after:${run.dialogue}:${run.occasion}`),
      when,
      about: run.about,
      on: run.on,
      after: ended,
      held: run.held === true,
    })
  }
  draft.chain++
}
