import type { Key } from '../device-event.ts'
import type { ModelContext } from '../model.ts'
import { UNREADABLE, type Read, type Reader } from '../read.ts'
import { Bursts, type Told } from './burst.ts'
import { keyboardShape, NOTHING_HELD, pressedIn } from './keyboard-report.ts'
import { characterOf, ENTER, ERASE } from './layouts.ts'
import { isDigit, DIGIT_0 } from '../ascii.ts'

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
 * Reads a keyboard that may be a wedge: what comes in a burst was read by it, from a card, a code or a tag
 * (`isTag`); what comes slower was typed by somebody.
 */
export function keyboardReader({ descriptor, layout }: ModelContext, isTag: boolean): Reader {
  const shape = keyboardShape(descriptor)
  const bursts = new Bursts()
  let held = NOTHING_HELD
  const toReads = (told: Told[]): Read[] =>
    told.map((each): Read => {
      switch (each.is) {
        case 'burst':
          return { is: 'typed', bytes: each.bytes, isTag, isWhole: each.isWhole }
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
  return {
    read(report, at) {
      const decoded = pressedIn(held, report, shape)
      if (!decoded.ok) return []
      held = decoded.value.held
      return decoded.value.pressed.flatMap(({ usage, modifiers }) => {
        const character = characterOf(layout, usage, modifiers)
        return character === undefined ? [] : toReads(bursts.take(character, at))
      })
    },
    due: () => bursts.due(),
    quiet: (at) => toReads(bursts.quiet(at)),
    wipe() {
      bursts.wipe()
      held = NOTHING_HELD
    },
  }
}
