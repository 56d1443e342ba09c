import type { Customer, Run } from '@kairos/shared/customer'
import type { Event, EventOf } from '@kairos/shared/event'
import type { CustomerId } from '@kairos/shared/ids'
import { identityOfStranger } from '@kairos/shared/stranger'
import type { Ms } from '@kairos/shared/time'
import { countContact } from './contacts.ts'
import { foldDeadlines, undoPrevented } from './deadlines.ts'
import { draftOf, finished, note, replaceRun, whenOf, type Draft, type Effect, type Happening } from './draft.ts'
import { applyEdits } from './edits.ts'
import { redeem } from './incentives.ts'
import { FRESHNESS, MOST_CHAINED } from './limits.ts'
import { remember } from './memory.ts'
import type { Playbooks } from './playbook.ts'
import { currentMessage, end, follow, isActive, messageKey, timesReached, withdraw } from './runs.ts'
import { scopeOf } from './scope.ts'
import { beginOn, beginOnAnswer } from './transitions.ts'
import { putOffAbsences, scheduleDates } from './waits.ts'

/** What is folded: a fact, or the passing of time. Both tell of which incentives nothing is left (rule E16). */
export type Input = Event | { type: 'timePassed'; at: Ms; spent?: readonly string[] }

export type Advanced = { customer: Customer; effects: Effect[]; happened: Happening[] }

/** A customer of whom nothing is known yet. */
export const newCustomer = (playbooks: Playbooks, id: CustomerId): Customer => ({
  schema: 1,
  id,
  playbook: playbooks.current.version,
  now: 0,
  profile: {},
  consent: {},
  memory: {},
  runs: [],
  begun: {},
  contacts: {},
  waits: {},
  filled: playbooks.current.version,
})

/**
 * Somebody of whom only an identity is known (rule E18): nothing is known of her memory, and nothing begins, until her
 * profile comes or she is merged into whom she turns out to be.
 */
export const newStranger = (playbooks: Playbooks, id: CustomerId): Customer => ({
  ...newCustomer(playbooks, id),
  stranger: true,
  filled: 0,
})

/** The document that a customer begins with, of whom there is none yet. */
export const firstDocument = (playbooks: Playbooks, id: CustomerId): Customer =>
  identityOfStranger(id) === undefined ? newCustomer(playbooks, id) : newStranger(playbooks, id)

/**
 * Folds one event into one customer. Pure and deterministic: the same in, the same out, after a
 * JSON round trip too. The caller sees to it that no event is folded twice (rule E9).
 */
export function advance(playbooks: Playbooks, customer: Customer, input: Input): Advanced {
  const fresh = input.type === 'timePassed' || isFresh(input)
  const draft = draftOf(playbooks, customer, { fresh, chain: MOST_CHAINED, spent: input.spent })
  applyEdits(draft)
  if (input.type === 'timePassed') passTime(draft, input.at)
  else foldEvent(draft, input)
  draft.customer.playbook = playbooks.current.version
  return { customer: finished(draft), effects: draft.effects, happened: draft.happened }
}

/** Rule E10; but an answer counts however late (rule E5), so only an imported one begins nothing. */
const isFresh = (event: Event): boolean =>
  event.history !== true && (event.type === 'response' || event.received - event.at <= FRESHNESS)

function passTime(draft: Draft, at: Ms): void {
  // Where more was due than one passing folds, time has passed only as far as that.
  const reached = foldDeadlines(draft, at)
  draft.customer.now = Math.max(draft.customer.now, reached)
}

function foldEvent(draft: Draft, event: Event): void {
  // A claimed identity never grants (rule E14), so nothing follows from it: no goal, no beginning, no memory.
  if (event.type === 'consent' && event.given && event.strength === 'claimed') return
  const { customer } = draft
  const before = customer.memory
  customer.memory = remember(draft.playbooks.current, before, event, customer.profile)
  // Before goals are looked at, so that they see what the event says, as beginnings do.
  if (event.type === 'profile') {
    customer.profile = { ...customer.profile, ...event.profile }
    delete customer.stranger
  }
  if (event.type === 'consent') foldConsent(draft, event)
  undoPrevented(draft, event)
  reachGoals(draft, event)
  if (event.type === 'response') foldResponse(draft, event)
  if (event.type === 'shown') foldShown(draft, event)
  if (event.type === 'purchase') redeem(draft, event)
  putOffAbsences(draft, event, event.received)
  if (event.type === 'profile') scheduleDates(draft, Math.max(customer.now, event.received))
  beginOn(draft, event, before)
}

/**
 * The goal ends a dialogue at once, even in a wait (rule E3), by what happened after it began (rule E2).
 * A run that has ended otherwise keeps its ending, but no late answer opens it again: nothing is said
 * after the goal.
 */
function reachGoals(draft: Draft, event: Event): void {
  for (const run of draft.customer.runs) {
    if (run.ended?.goal === true || run.ended?.how === 'never' || event.at <= run.begun) continue
    const dialogue = draft.playbooks.version(run.version)?.dialogues.get(run.dialogue)
    if (dialogue?.source.goal.when !== event.type) continue
    if (dialogue.goalWhere && !dialogue.goalWhere(scopeOf(draft, event.at, { event, run }))) continue
    if (run.ended) replaceRun(draft, run, { ...run, ended: { ...run.ended, goal: true } })
    else end(draft, withdraw(draft, run, 0), { how: 'won', goal: true }, whenOf(event))
  }
}

/** Rule E14: folded by when it was given; in doubt withdrawal wins. */
function foldConsent(draft: Draft, event: EventOf<'consent'>): void {
  const known = draft.customer.consent[event.purpose]
  if (known && (known.at > event.at || (known.at === event.at && !known.given))) return
  draft.customer.consent = { ...draft.customer.consent, [event.purpose]: { given: event.given, at: event.at } }
}

/** Proof of display: a message counts against the cap once, when it was first on a glass. */
function foldShown(draft: Draft, event: EventOf<'shown'>): void {
  const { message } = event
  const run = draft.customer.runs.find((each) => each.dialogue === message.dialogue && each.occasion === message.run)
  if (!run || run.seen !== undefined) return
  const current = currentMessage(run)
  if (current.step !== message.step || current.time !== message.time) return
  replaceRun(draft, run, { ...run, seen: event.at })
  countContact(draft, 'screen', event.at)
}

/**
 * Rules E5 and E6. A response counts however late and goes on from its own next step; what silence
 * began meanwhile ends. The first answer moves the run, but a shopper's own replaces an associate's.
 */
function foldResponse(draft: Draft, event: EventOf<'response'>): void {
  const { message } = event
  const run = draft.customer.runs.find((each) => each.dialogue === message.dialogue && each.occasion === message.run)
  if (!run || message.time > timesReached(run, message.step)) return
  // A run that an edit moved goes on in its new version, where that knows the answer (rule E12).
  const next = nextIn(draft, run.version, event) ?? nextIn(draft, message.version, event)
  if (next === undefined) return
  const key = messageKey(message.step, message.time)
  const before = run.answered[key]
  const replaces =
    before === undefined || before.by === 'silence' || (before.by === 'associate' && event.by === 'shopper')
  if (!replaces || isOver(run, before)) return
  let answered = { ...run, answered: { ...run.answered, [key]: { by: event.by, at: event.at } } }
  answered = replaceRun(draft, run, answered)
  note(draft, answered, 'answer', event.at, event.response)
  // Where she asks for what silence has already led to, it is on its way, and stays so.
  const underWay = before?.by === 'silence' && isActive(run) && run.step === next
  if (before && !underWay) answered = withdraw(draft, answered, before.at)
  beginOnAnswer(draft, message, event.response, answered, whenOf(event))
  if (!underWay) follow(draft, answered, next, whenOf(event))
}

/** Where an answer leads in a version; absent where that version does not know it. */
function nextIn(draft: Draft, version: number, { message, response }: EventOf<'response'>): string | undefined {
  const step = draft.playbooks.version(version)?.dialogues.get(message.dialogue)?.steps.get(message.step)
  return step?.is === 'say' ? step.responses.get(response)?.next : undefined
}

/** The goal is the dialogue's end, a run that never began stays so, and what retired is not revived. */
const isOver = ({ ended }: Run, before: object | undefined): boolean =>
  ended !== undefined && (ended.goal === true || ended.how === 'never' || before === undefined)
