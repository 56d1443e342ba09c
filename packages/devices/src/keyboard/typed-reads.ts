import { isDigit, DIGIT_0 } from '../ascii.ts'
import type { Key } from '../device-event.ts'
import { UNREADABLE, type Read } from '../read.ts'
import { Bursts, type Told } from './burst.ts'
import { ENTER, ERASE } from './layouts.ts'

const KEYS: readonly Key[] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']

/** The keys that we know of, among the characters that were typed. */
export const keysOf = (bytes: Uint8Array): Key[] =>
  Array.from(bytes).flatMap((byte): Key[] => {
    if (byte === ENTER) return ['enter']
    if (byte === ERASE) return ['erase']
    const digit = isDigit(byte) ? KEYS[byte - DIGIT_0] : undefined
    return digit === undefined ? [] : [digit]
  })

/**
 * What was typed, at a keyboard that is read or into a page: what comes in a burst was read by a wedge, from a card, a
 * code or a tag (`isTag`); what comes slower are keys that somebody pressed.
 */
export class TypedReads {
  readonly #bursts = new Bursts()
  readonly #isTag: boolean

  constructor(isTag: boolean) {
    this.#isTag = isTag
  }

  /** A character code (as `Bursts` takes it) at a time in ms. */
  take(character: number, at: number): Read[] {
    return this.#reads(this.#bursts.take(character, at))
  }

  /** When silence decides what the last characters were; absent while none waits. */
  due(): number | undefined {
    return this.#bursts.due()
  }

  quiet(at: number): Read[] {
    return this.#reads(this.#bursts.quiet(at))
  }

  wipe(): void {
    this.#bursts.wipe()
  }

  #reads(told: Told[]): Read[] {
    return told.map((each): Read => {
      switch (each.is) {
        case 'burst':
          return { is: 'typed', bytes: each.bytes, isTag: this.#isTag, isWhole: each.isWhole }
        case 'typed': {
          const keys = keysOf(each.bytes)
          each.bytes.fill(0)
          return { is: 'keys', keys }
        }
        case 'overlong':
          return UNREADABLE
        default:
          return each satisfies never
      }
    })
  }
}
