import type { PublishedPlaybook } from '@kairos/shared/wire/hq-hub'
import { fail, ok, type Result } from '@kairos/shared/result'
import { compilePlaybook } from './compile.ts'
import type { Finding } from './finding.ts'
import type { Playbook, Playbooks } from './playbook.ts'

/** An entry that is declared as in the version before has been counted since then already (rule E11). */
function memorySince(before: Playbook | undefined, { version, memory }: Playbook): ReadonlyMap<string, number> {
  const since = [...memory].map(([name, source]): [string, number] => {
    const same = JSON.stringify(before?.memory.get(name)) === JSON.stringify(source)
    return [name, same ? (before?.memorySince.get(name) ?? version) : version]
  })
  return new Map(since)
}

/**
 * Every published version that this program has, compiled once; the newest is the current one. A version that is
 * added again takes the place of the one before.
 */
export class PlaybookLibrary implements Playbooks {
  readonly #versions = new Map<number, Playbook>()
  /** How versions are compiled here; to try one before it has a number. */
  readonly compile: typeof compilePlaybook
  #current: Playbook | undefined

  /** `compile`: where many libraries hold the same versions, they may share what was compiled. */
  constructor(compile = compilePlaybook) {
    this.compile = compile
  }

  /** Adds a version. One that does not compile (written by a newer Kairos, say) is left out, with the findings. */
  add({ version, files }: PublishedPlaybook): Result<Playbook, Finding[]> {
    const compiled = this.compile(version, files)
    if (!compiled.ok) return fail(compiled.error)
    this.#versions.set(version, compiled.value)
    // Versions may arrive in any order, and each one's memory depends on the one before it.
    let before: Playbook | undefined
    for (const each of [...this.#versions.values()].toSorted((a, b) => a.version - b.version)) {
      const playbook: Playbook = { ...each, memorySince: memorySince(before, each) }
      this.#versions.set(each.version, playbook)
      before = playbook
    }
    this.#current = before
    return ok(this.#versions.get(version) ?? compiled.value)
  }

  get has(): boolean {
    return this.#current !== undefined
  }

  get current(): Playbook {
    if (!this.#current) throw new Error('no playbook has been published yet')
    return this.#current
  }

  version(version: number): Playbook | undefined {
    return this.#versions.get(version)
  }
}
