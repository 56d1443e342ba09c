import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Customer } from '@kairos/shared/customer'
import { DAY, type Ms } from '@kairos/shared/time'
import type { Advanced, Input } from './advance.ts'
import type { Moment } from './choose.ts'
import { compilePlaybook } from './compile.ts'
import { findingInWords } from './finding.ts'
import type { Playbook } from './playbook.ts'
import { answer, consent, profile, purchase, shown, visit } from './testing/events.fixture.ts'
import { chooseAt, effectsInWords, fold, theRun, timePassed } from './testing/fold.fixture.ts'
import { currentMessage } from './runs.ts'
import { anna, day, playbooksOf, START } from './testing/small-chain.fixture.ts'

function marlowFinch(): Playbook {
  const folder = new URL('../../../playbooks/marlow-finch/', import.meta.url)
  const names = ['chain.yaml', ...readdirSync(new URL('dialogues/', folder)).map((name) => `dialogues/${name}`)]
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]))
  const compiled = compilePlaybook(1, files)
  if (!compiled.ok) throw new Error(compiled.error.map(findingInWords).join('\n'))
  return compiled.value
}

const playbooks = playbooksOf(marlowFinch())
const GLASS: [string, Partial<Moment>][] = [
  ['kiosk', {}],
  ['keyed', { strength: 'claimed' }],
  ['aisle', { surface: 'public' }],
  ['tablet', { surface: 'associate' }],
]

/** One customer's story, told line by line: what happened, what came of it, and what each glass would say. */
class Story {
  readonly lines: string[] = []
  customer: Customer = anna(playbooks)
  #visitBegan: Ms = 0

  tell(what: string, input: Input): void {
    const advanced = fold(playbooks, this.customer, input)
    this.customer = advanced.customer
    if (input.type === 'visit') this.#visitBegan = input.at
    this.lines.push(`${when(input.at)}  ${what}`, ...this.#came(advanced))
  }

  /** What is said to her now: in the visit under way. */
  look(at: Ms): void {
    for (const [glass, more] of GLASS) {
      const { ranked, withheld } = chooseAt(playbooks, this.customer, at, { visitBegan: this.#visitBegan, ...more })
      const cards = ranked.map(({ card }) => `"${card.title}" [${card.asks.map(({ label }) => label).join(', ')}]`)
      const not = withheld.map(({ message, because }) => `${message.dialogue}/${message.step} not: ${because}`)
      this.lines.push(`            ${glass.padEnd(6)} ${[...cards, ...not].join('; ') || '-'}`)
    }
  }

  message(dialogue: string) {
    const run = this.customer.runs.findLast((each) => each.dialogue === dialogue && !each.ended)
    return currentMessage(run ?? theRun(this.customer, dialogue))
  }

  #came({ happened, effects, customer }: Advanced): string[] {
    return [
      ...happened.map(
        ({ what, dialogue, detail, at }) =>
          `          ${what} ${dialogue}${detail === undefined ? '' : ` ${detail}`} (${when(at).trim()})`,
      ),
      ...effectsInWords(effects).map((effect) => `          => ${effect}`),
      ...(customer.nextDue === undefined ? [] : [`          next due ${when(customer.nextDue).trim()}`]),
    ]
  }
}

const when = (at: Ms): string => `day ${((at - START) / DAY).toFixed(2)}`.padStart(10)

test('the story of one customer of Marlow & Finch', async () => {
  const story = new Story()
  story.tell('joins', profile(day(0), { first: 'Anna', language: 'en' }))
  story.tell('agrees to be written to', consent(day(0), true))
  story.tell('buys shoes', purchase(day(0, 1), ['shoes']))
  story.tell('buys shoes and linen', purchase(day(3), ['shoes', 'linen']))
  story.tell('buys tableware', purchase(day(5), ['tableware']))
  story.tell('comes in, card held', visit(day(10)))
  story.look(day(10))
  story.tell('sees the offer', shown(day(10, 1), story.message('set-aside')))
  story.tell('says yes', answer(day(10, 1), story.message('set-aside'), 'yes-please'))
  story.look(day(10, 2))
  story.tell('comes in again', visit(day(12)))
  story.look(day(12))
  story.tell('the associate: had a look', answer(day(12, 1), story.message('set-aside'), 'looked', 'associate'))
  story.tell('buys linen', purchase(day(12, 2), ['linen']))
  story.tell('comes in, too early to be asked again', visit(day(20)))
  story.look(day(20))
  story.tell('comes in', visit(day(25)))
  story.look(day(25))
  story.tell('time passes: silence to the offer', timePassed(day(30)))
  story.tell('time passes: an absence', timePassed(day(58)))
  const letter = story.message('miss-you')
  story.tell('time passes: silence to the letter', timePassed(day(65)))
  story.tell('answers the letter late', answer(day(60), letter, 'all-well', 'shopper', { received: day(66) }))
  story.tell('buys garden tools', purchase(day(67), ['garden']))
  story.tell('time passes: missed again before the rest is over', timePassed(day(113)))
  story.tell('buys books', purchase(day(200), ['books']))
  story.tell('time passes: an absence again', timePassed(day(246)))
  story.tell('buys books', purchase(day(247), ['books']))
  story.look(day(247, 1))
  story.tell('comes in', visit(day(250)))
  story.look(day(250))
  story.tell('the associate: glad to be back', answer(day(250, 1), story.message('welcome-back'), 'glad', 'associate'))
  story.tell('time passes', timePassed(day(400)))
  await expect(`${story.lines.join('\n')}\n`).toMatchFileSnapshot('./testing/marlow-finch.story.txt')
})
