import type { Event } from '@kairos/shared/event'
import type { MessageRef } from '@kairos/shared/ids'
import { never } from '@kairos/shared/result'
import type { Ms } from '@kairos/shared/time'
import type { Choice } from '../choose.ts'
import type { Effect, Happening } from '../draft.ts'
import { toLocal, type ZoneRules } from '../time-zones.ts'

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** `Mon 2026-01-05 10:00`, on the clocks of her home store. */
export function timeInWords(rules: ZoneRules, at: Ms): string {
  const local = new Date(toLocal(rules, at))
  return `${WEEKDAYS[local.getUTCDay()]} ${local.toISOString().slice(0, 16).replace('T', ' ')}`
}

export const messageInWords = ({ dialogue, step, time }: MessageRef): string =>
  `${dialogue}/${step}${time > 1 ? ` (time ${time})` : ''}`

/** One event in words: who did what. */
export function eventInWords(event: Event): string {
  switch (event.type) {
    case 'profile':
      return `she is ${Object.entries(event.profile)
        .map(([key, value]) => `${key} ${value}`)
        .join(', ')}`
    case 'purchase':
    case 'return': {
      const what = event.lines.map(({ category, name }) => category ?? name).join(', ')
      const used = event.redeemed === undefined ? '' : `, using ${event.redeemed.join(', ')}`
      return `${event.type} in ${event.store}: ${what}, ${(event.total / 100).toFixed(2)}${used}`
    }
    case 'visit':
      return `comes to ${event.store}, recognised by ${event.strength === 'held' ? 'her card' : 'a keyed number'}`
    case 'walked':
      return `walks to ${event.zone}`
    case 'left':
      return 'leaves'
    case 'shown':
      return `sees ${messageInWords(event.message)}`
    case 'response':
      return event.by === 'shopper'
        ? `answers ${messageInWords(event.message)}: ${event.response}`
        : `an associate reports on ${messageInWords(event.message)}: ${event.response}`
    case 'webVisit':
      return `looks at the web site${event.page === undefined ? '' : `: ${event.page}`}`
    case 'address':
      return 'has moved'
    case 'usage':
      return `uses ${event.amount} ${event.of}`
    case 'call':
      return `a call is logged: ${event.topic}`
    case 'occasion':
      return `occasion: ${event.kind} ${event.name}${event.category === undefined ? '' : ` (${event.category})`}${event.on === undefined ? '' : ` on ${event.on}`}`
    case 'consent':
      return event.given ? 'agrees to be written to' : 'asks not to be written to'
    default:
      return never(event)
  }
}

/** What came about in her dialogues. */
export function happeningInWords({ what, dialogue, detail = '', heldOut }: Happening): string {
  const mute = heldOut ? ' (held out: mute)' : ''
  switch (what) {
    case 'begun':
      return `${dialogue} begins${mute}`
    case 'step':
      return `${dialogue} comes to ${detail}${mute}`
    case 'answer':
      return `${dialogue} takes the answer ${detail}`
    case 'won':
    case 'lost':
    case 'over':
      return `${dialogue} ends: ${what}${mute}`
    case 'never':
      return `${dialogue} ends as never begun: what it waited for had happened`
    case 'full':
      return `${dialogue} does not begin: too many runs in her document`
    case 'withheld':
      return `${dialogue} sends nothing: ${detail}`
    case 'spared':
      return `${dialogue} grants no ${detail}: her mode spares incentives`
    case 'moved':
      return `${dialogue} goes on in version ${detail}`
    default:
      return never(what)
  }
}

/** What the engine wants done. */
export function effectInWords(effect: Effect): string {
  switch (effect.do) {
    case 'send':
      return `send by ${effect.channel}: ${messageInWords(effect.message)}`
    case 'withdraw':
      return `withdraw what ${effect.dialogue} has not sent yet`
    case 'grant':
      return `grant ${effect.incentive}`
    case 'redeemed':
    case 'expired':
      return `${effect.incentive} is ${effect.do}`
    default:
      return never(effect)
  }
}

/** What would be said first, and after it; and why the rest is withheld. What is for other channels is left out. */
export function choiceInWords({ ranked, withheld }: Choice): string {
  const said = ranked.map(({ message, card }) => {
    const asks = card.asks.length === 0 ? '' : ` [${card.asks.map(({ label }) => label).join(' | ')}]`
    const list = card.list === undefined ? '' : `, to take along: ${card.list.join(', ')}`
    return `"${card.title}"${asks}${list} (${messageInWords(message)})`
  })
  const not = withheld
    .filter(({ because }) => because !== 'channel')
    .map(({ message, because }) => `not ${messageInWords(message)}: ${because}`)
  return [...said, ...not].join('; ') || 'nothing personal'
}
