import type { DeviceEvent } from '@kairos/devices/device-event'
import { GuardedReads } from '@kairos/devices/guarded-reads'
import { TypedReads } from '@kairos/devices/keyboard/typed-reads'
import type { Read } from '@kairos/devices/read'
import type { ScreenFrame } from '@kairos/shared/screen-state'
import type { Cancel, Clock, Ms } from '@kairos/shared/time'
import type { HostLink, Press } from './host-link.ts'
import { characterOf, isToRead, type KeyDown } from './typed-character.ts'

/** Where the host takes keys. */
const TAKES_KEYS: ReadonlySet<string> = new Set([
  'attract',
  'guest',
  'keypad',
  'numberHelp',
  'notThatCard',
  'unreadable',
])

/**
 * The page as a device: what is keyed on the glass, typed by a person, or typed into the page by a reader that poses as
 * a keyboard, behind the same payment-card guard as in the device process. Nothing else in the page sees a character.
 */
export class PageReader {
  readonly #clock: Clock
  readonly #link: HostLink
  readonly #typed = new TypedReads(false)
  #guarded = new GuardedReads([])
  #cards = '[]'
  #state = ''
  #isLost = true
  #burstEnds: Cancel = () => {}
  #numberEnds: Cancel = () => {}

  constructor(clock: Clock, link: HostLink) {
    this.#clock = clock
    this.#link = link
  }

  /** A press of the page; only what the guard lets pass goes on. */
  press(press: Press): void {
    if (press.press === 'key') this.#say([this.#guarded.press(press.key, this.#clock.now())])
    else this.#link.send(press)
  }

  /**
   * A key went down, at the event's own time (ms of any beginning). Whether it was taken: then nothing else may see it.
   * A burst is told by when its keys were pressed, however late a busy page hears of them.
   */
  key(event: KeyDown & { repeat: boolean }, at: Ms, isOnButton: boolean): boolean {
    if (!isToRead(event, (this.#typed.due() ?? -Infinity) > at, isOnButton)) return false
    const character = characterOf(event)
    if (event.repeat || character === undefined) return true
    this.#take(this.#typed.take(character, at))
    this.#burstEnds()
    const due = this.#typed.due()
    if (due !== undefined)
      this.#burstEnds = this.#clock.at(this.#clock.now() + due - at, () => this.#take(this.#typed.quiet(due)))
    return true
  }

  /** What the host shows now: which cards are the chain's own, and whether the number that was begun is still wanted. */
  follow({ cards, state }: ScreenFrame): void {
    if (this.#state === 'keypad' && state.is !== 'keypad') this.#guarded.wipe()
    this.#state = state.is
    this.#isLost = false
    const known = JSON.stringify(cards ?? [])
    if (known === this.#cards) return
    this.#cards = known
    this.#guarded.wipe()
    this.#guarded = new GuardedReads(cards ?? [])
  }

  /**
   * The host is gone: nobody is there to whom a key could be said. A number that was begun stays: a host that comes back
   * at once still shows it, and another one shows something else.
   */
  lose(): void {
    this.#isLost = true
  }

  #take(reads: Read[]): void {
    const taken = reads.filter(({ is }) => is !== 'keys' || (!this.#isLost && TAKES_KEYS.has(this.#state)))
    this.#say(this.#guarded.tell(taken, this.#clock.now()))
  }

  #say(events: readonly DeviceEvent[]): void {
    for (const event of events) this.#link.read(event)
    this.#numberEnds()
    const due = this.#guarded.due()
    if (due !== undefined) this.#numberEnds = this.#clock.at(due, () => this.#guarded.quiet(this.#clock.now()))
  }
}

/** Lets a reader hear every key before anything else in the page does. */
export function listenForKeys(reader: PageReader): void {
  const hear = (event: KeyboardEvent) => {
    const focused = document.activeElement
    const isOnButton = focused !== null && focused !== document.body
    if (!reader.key(event, event.timeStamp, isOnButton)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  addEventListener('keydown', hear, { capture: true })
}
