/** Some of what a seed would do is left out: how a failure is made short. */
export type Form = {
  seed: number
  /** So many turns are played, before the lines heal. */
  turns?: number | undefined
  /** So many stores there are. */
  stores?: number | undefined
  /** Faults of these kinds, as `setting` names them, never happen. */
  calm?: readonly string[] | undefined
  /** What does not happen, each by its name: turn, kind and place. */
  without?: readonly string[] | undefined
}

/** What happens in one play, by name, so that a shorter play can leave some of it out. */
export class Script {
  readonly form: Form
  /** Everything that happened and could be left out, in order. */
  readonly happened: string[] = []
  /** How often each kind of thing happened. */
  readonly counts = new Map<string, number>()
  turn = 0
  readonly #without: ReadonlySet<string>

  constructor(form: Form) {
    this.form = form
    this.#without = new Set(form.without)
  }

  /** Whether this is to happen now, at this place; then it counts as having happened. */
  does(kind: string, place = ''): boolean {
    const name = `${this.turn} ${kind} ${place}`.trimEnd()
    if (this.#without.has(name)) return false
    this.happened.push(name)
    this.count(kind)
    return true
  }

  count(kind: string, more = 1): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + more)
  }
}
