import type { ModelContext } from '../model.ts'
import type { Reader } from '../read.ts'
import { keyboardShape, NOTHING_HELD, pressedIn } from './keyboard-report.ts'
import { characterOf } from './layouts.ts'
import { TypedReads } from './typed-reads.ts'

/** Reads a keyboard that may be a wedge (of tags: `isTag`). */
export function keyboardReader({ descriptor, layout }: ModelContext, isTag: boolean): Reader {
  const shape = keyboardShape(descriptor)
  const typed = new TypedReads(isTag)
  let held = NOTHING_HELD
  return {
    read(report, at) {
      const decoded = pressedIn(held, report, shape)
      if (!decoded.ok) return []
      held = decoded.value.held
      return decoded.value.pressed.flatMap(({ usage, modifiers }) => {
        const character = characterOf(layout, usage, modifiers)
        return character === undefined ? [] : typed.take(character, at)
      })
    },
    due: () => typed.due(),
    quiet: (at) => typed.quiet(at),
    wipe() {
      typed.wipe()
      held = NOTHING_HELD
    },
  }
}
