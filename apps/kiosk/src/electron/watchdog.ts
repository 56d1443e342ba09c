import type { ScreenState } from '@kairos/shared/screen-state'
import type { PageShows } from '@kairos/shared/wire/page-host'
import { glassOf, isSameGlass } from '../host/right-glass.ts'

/**
 * Whether the page shows what it should, counted in beats and not in time: a machine that slept missed no beat, so its
 * page has missed no answer.
 */
export type Watch = { readonly unanswered: number; readonly wrong: number }
export const NEW_WATCH: Watch = { unanswered: 0, wrong: 0 }

/** At four beats a second: 15 s without an answer, the time to load included; 5 s of something else on the glass. */
export const MOST_UNANSWERED = 60
export const MOST_WRONG = 20

export const beaten = (watch: Watch): Watch => ({ ...watch, unanswered: watch.unanswered + 1 })

export const answered = ({ wrong }: Watch, shows: PageShows, wanted: ScreenState): Watch => ({
  unanswered: 0,
  wrong: isRight(shows, wanted) ? 0 : wrong + 1,
})

/** What nobody can see is not wrong. */
const isRight = ({ visible, ...shown }: PageShows, wanted: ScreenState): boolean =>
  !visible || isSameGlass(shown, glassOf(wanted))

export function troubleOf({ unanswered, wrong }: Watch): string | undefined {
  if (unanswered > MOST_UNANSWERED) return 'the page does not answer'
  if (wrong > MOST_WRONG) return 'the page does not show what it should'
  return undefined
}
