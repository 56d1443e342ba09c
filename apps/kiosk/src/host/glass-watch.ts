import { messageId } from '@kairos/shared/ids'
import type { ScreenInput, ScreenState } from '@kairos/shared/screen-state'
import { SECOND, type Cancel, type Clock, type Ms } from '@kairos/shared/time'
import type { Glass } from '@kairos/shared/wire/hub-screen'
import { glassOf, isSameGlass, type OnGlass } from './right-glass.ts'

/** A page that shows something else for so long shows it in earnest. */
export const WRONG_FOR: Ms = 10 * SECOND
/** A page says every few seconds what it shows; one that is not heard for so long shows nothing that is known of. */
export const SILENT_FOR: Ms = 15 * SECOND
/** The hub is told so often, even if nothing changes. */
const TELL_EVERY: Ms = 30 * SECOND
/** What may be on the glass without a word. */
const WORDLESS: ReadonlySet<string> = new Set(['starting', 'closed'])

type Rendered = Pick<Extract<ScreenInput, { press: 'rendered' }>, 'state' | 'message' | 'words'>

export type Proof = {
  /** What the page was told to show. */
  readonly told: OnGlass
  /** What it has really rendered, as it says itself, since when that, and when it said so last. */
  readonly heard: (Rendered & { since: Ms; at: Ms }) | undefined
  /** Since when the two differ. */
  readonly wrongSince: Ms | undefined
  /** Since when there is anything to be heard. */
  readonly began: Ms
}

export const newProof = (now: Ms): Proof => ({
  told: { state: 'starting' },
  heard: undefined,
  wrongSince: undefined,
  began: now,
})

const found = ({ state, message }: Rendered): OnGlass => ({
  state,
  ...(message ? { message: messageId(message) } : {}),
})

/** What is wrong with what is rendered, in words; nothing if it is what was told. */
function wrongWith(told: Proof['told'], heard: Rendered): string | undefined {
  if (heard.state !== told.state) return `The page shows "${heard.state}" where "${told.state}" should be.`
  if (!isSameGlass(found(heard), told)) return 'The page shows another message than it should.'
  return heard.words === 0 && !WORDLESS.has(told.state) ? 'The page shows no words.' : undefined
}

/** The page was told to show this. */
export function toldTo(proof: Proof, state: ScreenState, now: Ms): Proof {
  const told = glassOf(state)
  return isSameGlass(told, proof.told) ? proof : { ...proof, told, wrongSince: proof.wrongSince ?? now }
}

/** The page says what it has rendered. */
export function heardFrom(proof: Proof, { state, message, words }: Rendered, now: Ms): Proof {
  const rendered = { state, words, ...(message ? { message } : {}) }
  const since = proof.heard && isSameGlass(found(proof.heard), found(rendered)) ? proof.heard.since : now
  const isWrong = wrongWith(proof.told, rendered) !== undefined
  return {
    ...proof,
    heard: { ...rendered, since, at: now },
    wrongSince: isWrong ? (proof.wrongSince ?? now) : undefined,
  }
}

/** What is on the glass, for the hub, and when to look again. */
export function judge({ told, heard, wrongSince, began }: Proof, now: Ms): { glass: Glass; next: Ms } {
  const silentAt = (heard?.at ?? began) + SILENT_FOR
  const wrongAt = wrongSince === undefined ? undefined : wrongSince + WRONG_FOR
  const next = Math.min(...[silentAt, wrongAt ?? Infinity, now + TELL_EVERY].filter((at) => at > now))
  const shown = heard ?? { state: 'nothing', since: began }
  const ill =
    now >= silentAt
      ? `The page has not been heard of for ${SILENT_FOR / SECOND} seconds.`
      : wrongAt !== undefined && now >= wrongAt
        ? ((heard && wrongWith(told, heard)) ?? 'The page does not show what it was told.')
        : undefined
  const { state, since } = shown
  const message = heard?.message
  return {
    glass: { state, since: Math.round(since), ...(message ? { message } : {}), ...(ill === undefined ? {} : { ill }) },
    next,
  }
}

export type GlassWatchParts = { clock: Clock; tell: (glass: Glass) => void }

/** Watches that what is on the glass is what should be, and tells the hub when that changes, and now and then. */
export function watchGlass({ clock, tell }: GlassWatchParts) {
  let proof = newProof(clock.now())
  let alarm: Cancel | undefined
  let last = { words: '', at: -TELL_EVERY }
  const look = () => {
    const now = clock.now()
    const { glass, next } = judge(proof, now)
    const words = JSON.stringify(glass)
    if (words !== last.words || now - last.at >= TELL_EVERY) {
      last = { words, at: now }
      tell(glass)
    }
    alarm?.()
    alarm = clock.at(next, look)
  }
  look()
  return {
    told(state: ScreenState): void {
      proof = toldTo(proof, state, clock.now())
      look()
    },
    heard(rendered: Rendered): void {
      proof = heardFrom(proof, rendered, clock.now())
      look()
    },
    /** What the page said last. */
    page: (): Proof => proof,
    close: () => alarm?.(),
  }
}
