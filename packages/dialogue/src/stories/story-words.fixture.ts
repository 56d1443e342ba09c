import type { Customer } from '@kairos/shared/customer'
import { never } from '@kairos/shared/result'
import type { Ms } from '@kairos/shared/time'
import type { Choice } from '../choose.ts'
import type { Effect, Happening } from '../draft.ts'
import type { Playbook } from '../playbook.ts'
import { renderText } from '../templates.ts'
import { playbooksOf } from '../testing/small-chain.fixture.ts'
import { toLocal, type ZoneRules } from '../time-zones.ts'
import { saidToHer, wordsOf } from '../wording.ts'

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const two = (n: number): string => String(n).padStart(2, '0')

/** `Tue  7 Jan 2025 21:40`, by the clocks where she lives. */
export function dateInWords(rules: ZoneRules, at: Ms): string {
  const local = new Date(toLocal(rules, at))
  const date = `${String(local.getUTCDate()).padStart(2)} ${MONTHS[local.getUTCMonth()]} ${local.getUTCFullYear()}`
  return `${WEEKDAYS[local.getUTCDay()]} ${date} ${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`
}

export function happeningInWords({ what, dialogue, detail, heldOut }: Happening): string {
  const who = heldOut ? `${dialogue} (held out)` : dialogue
  switch (what) {
    case 'begun':
      return `${who} begins`
    case 'step':
      return `${who}: ${detail}`
    case 'answer':
      return `${who} is answered: ${detail}`
    case 'won':
    case 'lost':
    case 'over':
    case 'never':
      return `${who} ends: ${what}`
    case 'full':
      return `${who} finds no room`
    case 'withheld':
      return `${who} keeps quiet: ${detail}`
    case 'spared':
      return `${who} spares: ${detail}`
    case 'moved':
      return `${who} moves to version ${detail}`
    default:
      return never(what)
  }
}

/** An effect with the words that she would read or that would be said to her. */
export function effectInWords(playbook: Playbook, customer: Customer, effect: Effect): string {
  switch (effect.do) {
    case 'send':
      return `=> ${effect.channel} ${sentText(playbook, customer, effect)}`
    case 'withdraw':
      return `=> whatever of ${effect.dialogue} has not gone out stays unsent`
    case 'grant':
      return `=> granted: ${effect.incentive}`
    case 'redeemed':
    case 'expired':
      return `=> ${effect.do}: ${effect.incentive}`
    default:
      return never(effect)
  }
}

function sentText(playbook: Playbook, customer: Customer, { message }: Effect & { do: 'send' }): string {
  const step = playbook.dialogues.get(message.dialogue)?.steps.get(message.step)
  if (step?.is !== 'say') return ''
  const { language } = customer.profile
  const run = customer.runs.find((each) => each.dialogue === message.dialogue && each.occasion === message.run)
  const words = wordsOf(playbooksOf(playbook), customer, run ?? {}, saidToHer(customer))
  const render = (text: typeof step.message.title) => renderText(text, language, words)
  const labels = [...step.responses.values()].map(({ label }) => render(label))
  return `"${render(step.message.title)}" "${render(step.message.body)}" [${labels.join(' / ')}]`
}

/** What a glass says, and why it does not say the rest. */
export function choiceLines({ ranked, withheld }: Choice): string[] {
  const said = ranked.map(
    ({ card }) => `"${card.title}" "${card.body}" [${card.asks.map(({ label }) => label).join(' / ')}]`,
  )
  const kept = withheld.map(({ message, because }) => `not ${message.dialogue}/${message.step}: ${because}`)
  return said.length + kept.length === 0 ? ['nothing personal'] : [...said, ...kept]
}
