import { DAY, HOUR, MINUTE, SECOND, type Ms } from '@kairos/shared/time'
import type { Channel } from '../language.ts'
import type { SayStep } from '../playbook.ts'
import type { Ghost } from './ghost.ts'

/** How a channel reaches ghosts and how they answer on it. */
export type Manner = {
  /** From being asked for to being gone: a call is made in the next days, letters wait for a print run. */
  goesAfter: readonly [least: Ms, most: Ms]
  /** The share that never answers. */
  silent: number
  /** The mean time to an answer, once it is there; a long tail makes some of them late. */
  answersAfter: Ms
  by: 'shopper' | 'associate'
}

/** Assumptions, not findings: a playbook's author sets her own where she knows better (`answers`). */
export const MANNERS: Record<Channel, Manner> = {
  screen: { goesAfter: [0, 0], silent: 0.45, answersAfter: 12 * SECOND, by: 'shopper' },
  // An associate does not get to say everything, and does not report all that she said.
  pos: { goesAfter: [0, 0], silent: 0.35, answersAfter: 4 * MINUTE, by: 'associate' },
  email: { goesAfter: [0, 0], silent: 0.75, answersAfter: 30 * HOUR, by: 'shopper' },
  phone: { goesAfter: [HOUR, 2 * DAY], silent: 0.2, answersAfter: 5 * MINUTE, by: 'associate' },
  mail: { goesAfter: [12 * HOUR, DAY], silent: 0.9, answersAfter: 6 * DAY, by: 'shopper' },
  web: { goesAfter: [0, 0], silent: 0.6, answersAfter: 20 * SECOND, by: 'shopper' },
}

/** Weights of a step's responses and of `silence`, by `dialogue/step`. */
export type Answers = Readonly<Record<string, Readonly<Record<string, number>>>>

/** What she answers; nothing is silence. */
export function answerTo(ghost: Ghost, dialogue: string, step: SayStep, answers: Answers): string | undefined {
  const names = [...step.responses.keys()]
  if (names.length === 0) return undefined
  const known = answers[`${dialogue}/${step.name}`]
  if (known) {
    const drawn = ghost.chance.weighted(['silence', ...names].map((value) => ({ value, weight: known[value] ?? 0 })))
    return drawn === 'silence' ? undefined : drawn
  }
  const speaks = (1 - MANNERS[step.channel].silent) * ghost.talkative
  return ghost.chance.happens(speaks) ? ghost.chance.pick(names) : undefined
}
