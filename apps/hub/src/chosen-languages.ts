import type { ScreenId, VisitId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import type { Sessions } from './storage/sessions.ts'

/**
 * The languages that shoppers chose on a glass. A choice goes with the session in which it was made and is no part of
 * what is known of her: it is not written down, and after a restart of the hub the screen says it again.
 */
export class ChosenLanguages {
  readonly #sessions: Sessions
  /** At most one for each screen. */
  readonly #chosen = new Map<ScreenId, { visit: VisitId; since: Ms; language: string }>()

  constructor(sessions: Sessions) {
    this.#sessions = sessions
  }

  /** False if it is not her session that is at this screen. */
  choose(screen: ScreenId, visit: VisitId, language: string): boolean {
    const session = this.#sessions.at(screen)
    if (session?.visit !== visit) return false
    this.#chosen.set(screen, { visit, since: session.since, language })
    return true
  }

  /** In which language she wants to read, if she chose one in a session that is not over. */
  of(visit: VisitId): string | undefined {
    for (const [screen, chosen] of this.#chosen) {
      if (chosen.visit !== visit) continue
      const session = this.#sessions.at(screen)
      if (session?.visit === visit && session.since === chosen.since) return chosen.language
      this.#chosen.delete(screen)
    }
    return undefined
  }
}
