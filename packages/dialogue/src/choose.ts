import type { Customer, Run } from '@kairos/shared/customer'
import type { IdentityStrength } from '@kairos/shared/identity'
import type { MessageRef, StoreId, ZoneId } from '@kairos/shared/ids'
import type { Card, Slide } from '@kairos/shared/screen-state'
import type { Ms } from '@kairos/shared/time'
import { advance } from './advance.ts'
import { barred } from './contacts.ts'
import type { Channel } from './language.ts'
import type { Playbooks, SayStep } from './playbook.ts'
import { currentMessage, isActive, stepOf } from './runs.ts'
import { languageOf, NOTHING_KNOWN, renderText } from './templates.ts'
import { renderList, renderSlide, storeIn, wordsOf, type Saying } from './wording.ts'

/** A chance to speak: this customer, here, now, on this screen. */
export type Moment = {
  at: Ms
  /** Private glass, public glass, an associate's tablet, or the chain's web site. */
  surface: 'private' | 'public' | 'associate' | 'web'
  strength: IdentityStrength
  /** Incentives of which nothing is left to grant in this place (rule E16). */
  spent?: readonly string[]
  /** When the visit under way began. */
  visitBegan: Ms
  /** The store in which that is, where it is in one. */
  store?: StoreId | undefined
  /** The part of the store in which she is known to be. */
  zone?: ZoneId | undefined
  /** The language that she chose where she is; otherwise her own, as far as it is known. Never said on public glass. */
  language?: string | undefined
}

const CHANNEL_OF: Record<Moment['surface'], Channel> = {
  private: 'screen',
  public: 'screen',
  associate: 'pos',
  web: 'web',
}

/** Why a message is not said here and now. */
export type Withheld = {
  message: MessageRef
  because:
    | 'hold-out'
    | 'consent'
    | 'cap'
    /** It would come too soon after what was sent before. */
    | 'rest'
    /** The policy's mode that holds for her does not use the channel. */
    | 'mode'
    /** Its step has been reached, but it waits for a while. */
    | 'not yet'
    /** It has no wording for glass that others can see. */
    | 'private'
    /** Only for a held identity, and a number was keyed. */
    | 'claimed'
    /** It is for other parts of the store than the one in which she is. */
    | 'zone'
    /** It is for the next visit, and this is still the one it was made in. */
    | 'next visit'
    /** It is for another kind of surface or channel. */
    | 'channel'
}

export type Choice = { ranked: { message: MessageRef; card: Card }[]; withheld: Withheld[] }

/**
 * What to say here and now, the most fitting first, and why each other message that waits is withheld.
 * Time passed since is folded into a copy first, which is no fact and performs nothing (rule E1).
 */
export function choose(playbooks: Playbooks, customer: Customer, moment: Moment): Choice {
  const { at, spent = [] } = moment
  const now = advance(playbooks, customer, { type: 'timePassed', at, spent }).customer
  const choice: Choice = { ranked: [], withheld: [] }
  const ranks = new Map<MessageRef, number>()
  for (const run of now.runs) {
    if (!isActive(run)) continue
    const playbook = playbooks.version(run.version)
    const step = stepOf(playbook, run)
    if (!step) continue
    const message = currentMessage(run)
    const because = reasonAgainst(playbooks, now, run, step, moment)
    if (because) choice.withheld.push({ message, because })
    else {
      choice.ranked.push({ message, card: cardFor(playbooks, now, run, step, moment) })
      ranks.set(message, playbook?.dialogues.get(run.dialogue)?.source.priority ?? 0)
    }
  }
  // Runs stand in the order they began in, and the sort is stable: of equal priority the older goes first.
  choice.ranked.sort((a, b) => (ranks.get(b.message) ?? 0) - (ranks.get(a.message) ?? 0))
  return choice
}

function reasonAgainst(
  playbooks: Playbooks,
  customer: Customer,
  run: Run,
  step: SayStep,
  moment: Moment,
): Withheld['because'] | undefined {
  if (step.channel !== CHANNEL_OF[moment.surface]) return 'channel'
  if (run.held) return 'hold-out'
  if (run.pending) return 'not yet'
  if (moment.surface === 'public' && step.public === undefined) return 'private'
  if (step.heldOnly && moment.strength !== 'held') return 'claimed'
  if (step.zones && (moment.zone === undefined || !step.zones.has(moment.zone))) return 'zone'
  if (moment.surface === 'associate' && !step.thisVisit && moment.visitBegan <= run.since) return 'next visit'
  if (step.service) return undefined
  const bar = barred({ customer, playbooks }, step.channel, moment.at)
  // What is on a glass already has been counted; the cap is for what would come on top.
  if (bar === 'cap' && run.seen !== undefined) return undefined
  return bar
}

function cardFor(playbooks: Playbooks, customer: Customer, run: Run, step: SayStep, moment: Moment): Card {
  // On public glass everything is in the chain's own language: hers would tell who is meant.
  const language = moment.surface === 'public' ? undefined : (moment.language ?? customer.profile.language)
  const text = (moment.surface === 'public' ? step.public : undefined) ?? step.message
  const scope = wordsOf(playbooks, customer, run, { ...sayingOf(customer, moment), language })
  const slide = renderSlide(text, language, scope)
  // What she takes along is between her and her own glass.
  const list = moment.surface === 'private' ? renderList(slide.title, step.list, language, scope) : []
  return {
    ref: currentMessage(run),
    ...slide,
    ...(list.length > 0 ? { list } : {}),
    // Nobody can answer on public glass.
    asks:
      moment.surface === 'public'
        ? []
        : [...step.responses.values()].map(({ name, label }) => ({
            response: name,
            label: renderText(label, language, scope),
          })),
    language: languageOf(text.title, language),
  }
}

/**
 * A name is said only to one whose card was there, or to an associate who is told whom she meets; a store is the one
 * where she is. Outside of one, on the web site, it is her home store.
 */
function sayingOf(customer: Customer, { surface, strength, store }: Moment): Omit<Saying, 'language'> {
  const named = surface === 'associate' || (surface !== 'public' && strength === 'held')
  return { named, store: surface === 'web' ? customer.profile.home : store }
}

/** What is said at once to the answer itself; absent where the playbook says nothing. */
export function thanksFor(
  playbooks: Playbooks,
  customer: Customer,
  message: MessageRef,
  response: string,
  moment: Moment,
): Slide | undefined {
  const step = playbooks.version(message.version)?.dialogues.get(message.dialogue)?.steps.get(message.step)
  const thanks = step?.is === 'say' ? step.responses.get(response)?.thanks : undefined
  const run = customer.runs.find((each) => each.dialogue === message.dialogue && each.occasion === message.run)
  if (!thanks) return undefined
  const { language = customer.profile.language } = moment
  const scope = wordsOf(playbooks, customer, run ?? {}, { ...sayingOf(customer, moment), language })
  return renderSlide(thanks, language, scope)
}

/** The store's general content in one language: for strangers, for hold-outs, and for when nothing personal fits. */
export function generalContent(playbooks: Playbooks, language: string | undefined, store?: StoreId): Slide[] {
  const scope = { ...NOTHING_KNOWN, store: storeIn(playbooks, store) }
  return playbooks.current.general.map((slide) => renderSlide(slide, language, scope))
}
