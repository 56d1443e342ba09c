import { screenFrameSchema, type ScreenFrame } from '@kairos/shared/screen-state'
import type { Cancel, Clock } from '@kairos/shared/time'
import type { PageShows } from '@kairos/shared/wire/page-host'
import { BEAT_EVERY, type ShellBridge } from '../electron/contract.ts'
import type { HostLink, HostListener } from './host-link.ts'

/** A host that has said nothing for so long is not there: it stands still, or is gone. */
export const LOST_AFTER = 3 * BEAT_EVERY

/** What the page says of itself at every beat. */
export type Showing = { afterPaint: (then: () => void) => void; shownNow: () => PageShows }

/** The page's link to the shell that it runs in: the host is in the shell's main process. */
export function openIpcLink(
  bridge: ShellBridge,
  clock: Clock,
  listener: HostListener,
  { afterPaint, shownNow }: Showing,
): HostLink {
  let last: ScreenFrame | undefined
  let isLost = true
  let silence: Cancel | undefined
  const lose = () => {
    isLost = true
    listener.lost()
  }
  const heard = () => {
    silence?.()
    silence = clock.at(clock.now() + LOST_AFTER, lose)
  }
  const take = (frame: ScreenFrame) => {
    isLost = false
    listener.frame(frame)
  }
  bridge.listen({
    frame(raw) {
      heard()
      const parsed = screenFrameSchema.safeParse(raw)
      last = parsed.data
      if (parsed.success) take(parsed.data)
      else lose()
    },
    beat() {
      heard()
      // Frames come in order: the last one holds again, now that the host is heard again.
      if (isLost && last) take(last)
      afterPaint(() => bridge.shows(shownNow()))
    },
  })
  return {
    send(input) {
      // What is pressed while the host stands still must not reach a later shopper's session.
      if (!isLost) bridge.send(input)
    },
    read(event) {
      if (!isLost) bridge.read(event)
    },
  }
}
