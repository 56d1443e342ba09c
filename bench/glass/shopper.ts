import type { Page } from 'playwright-core'
import { messageId } from '@kairos/shared/ids'
import type { ScreenInput } from '@kairos/shared/screen-state'
import { isPainted, type ClockedHost, type HostSaid } from './clocked-host.ts'
import { swipe } from './store.ts'

type Rendered = Extract<ScreenInput, { press: 'rendered' }>
type SaidRendered = { is: 'input'; input: Rendered }
const idOf = ({ message }: Rendered): string => (message ? messageId(message) : '')

const THANKS_STAY = 8_000
/** Who walks away is asked whether she is still there after 45 s, and 20 s later is not. */
const WALKS_AWAY = { idle: 46_000, asked: 1_000, times: 22 }
/** What a shopper presses while the page has lost its host for a moment is dropped; she presses again. */
const PRESSES_AGAIN = 5_000
/** More than any playbook of the demo chain says in one visit. */
const MOST_STEPS = 12

const isRendered = (said: HostSaid): said is SaidRendered => said.is === 'input' && said.input.press === 'rendered'

/** How a shopper ends a message: she answers, she is done, or she walks away. */
export type Manner = 'answers' | 'leaves' | 'walks away'
export type Passed = { messages: number; answers: number; again: number; states: string[] }

/** A kiosk with its page, and whoever stands in front of it. */
export class Kiosk {
  readonly #page: Page
  readonly #host: ClockedHost
  /** Of the message that the page confirmed last. */
  #painted = ''

  constructor(page: Page, host: ClockedHost) {
    this.#page = page
    this.#host = host
  }

  /** One shopper, from her card to the free glass; `seen` is called while the first thing for her is on it. */
  async serve(n: number, manner: Manner, seen: () => Promise<void>): Promise<Passed> {
    const passed: Passed = { messages: 0, answers: 0, again: 0, states: [] }
    let now = await this.#after(() => swipe(this.#host.devices, n), undefined, passed)
    for (let step = 0; now.state !== 'attract'; step++) {
      if (step === MOST_STEPS) throw new Error(`customer ${n} does not come to an end: ${passed.states.join(', ')}`)
      passed.states.push(now.state)
      if (now.state === 'thanks') passed.answers += 1
      if (now.state === 'message') {
        await this.#isPainted(idOf(now))
        passed.messages += 1
      }
      if (step === 0) await seen()
      now = await this.#after(() => this.#act(now, manner, passed), now, passed)
    }
    return passed
  }

  /** Lets time pass until whoever stood there has gone. */
  async isLeft(): Promise<void> {
    await this.#host.pass(WALKS_AWAY.idle)
    await this.#host.pass(WALKS_AWAY.asked, WALKS_AWAY.times)
  }

  /** What the page says to have rendered after something was done: another state, or another message. */
  async #after(act: () => Promise<void>, before: Rendered | undefined, passed: Passed): Promise<Rendered> {
    const isNew = (now: Rendered) =>
      now.state !== (before?.state ?? 'attract') || (before !== undefined && idOf(now) !== idOf(before))
    const { heard } = this.#host
    const next = heard.next(
      `what follows ${before?.state ?? 'a card'}`,
      (said): said is SaidRendered => isRendered(said) && said.input.state !== 'recognising' && isNew(said.input),
    )
    const painted = heard.next('a message', isPainted)
    painted.then(
      ({ input }) => (this.#painted = messageId(input.ref)),
      () => {},
    )
    // If what was to be done fails, nobody waits for what follows.
    next.catch(() => {})
    await act()
    const again = setInterval(() => {
      passed.again += 1
      void act().catch(() => {})
    }, PRESSES_AGAIN)
    return next.then(({ input }) => input).finally(() => clearInterval(again))
  }

  /** The page confirms a message that it has rendered, before or just after it says that it has. */
  async #isPainted(id: string): Promise<void> {
    const isIt = (said: HostSaid): said is HostSaid & { input: { ref: object } } =>
      isPainted(said) && messageId(said.input.ref) === id
    if (this.#painted !== id) await this.#host.heard.next(`${id} painted`, isIt)
  }

  async #act({ state }: Rendered, manner: Manner, passed: Passed): Promise<void> {
    switch (state) {
      case 'message':
        if (manner !== 'answers') return this.#go(manner)
        return this.#press('.asks [data-response]', passed.messages % 3 === 0)
      case 'welcome':
        return this.#go(manner)
      case 'thanks':
        return void (await this.#host.pass(THANKS_STAY))
      case 'stillThere':
        return void (await this.#host.pass(WALKS_AWAY.asked, WALKS_AWAY.times))
      default:
        throw new Error(`the page shows ${state}`)
    }
  }

  async #go(manner: Manner): Promise<void> {
    if (manner === 'walks away') return void (await this.#host.pass(WALKS_AWAY.idle))
    return this.#press('.glass-foot [data-kind=quiet]', false)
  }

  /** Presses the first or the last button that is so. */
  async #press(selector: string, last: boolean): Promise<void> {
    const isThere = await this.#page.evaluate(
      ([selector, last]) => {
        const all = [...document.querySelectorAll<HTMLElement>(selector)]
        const button = last ? all.at(-1) : all[0]
        button?.click()
        return button !== undefined
      },
      [selector, last] as const,
    )
    if (!isThere) throw new Error(`nothing to press: ${selector}`)
  }
}
