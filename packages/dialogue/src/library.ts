import type { PublishedPlaybook } from '@kairos/shared/wire/hq-hub'
import { fail, ok, type Result } from '@kairos/shared/result'
import { compilePlaybook } from './compile.ts'
import type { Finding } from './finding.ts'
import type { Playbook, Playbooks } from './playbook.ts'

/** Every published version that this program has, compiled once; the newest is the current one. */
export class PlaybookLibrary implements Playbooks {
  readonly #versions = new Map<number, Playbook>()
  #current: Playbook | undefined

  /** Adds a version. One that does not compile (written by a newer Kairos, say) is left out, with the findings. */
  add({ version, files }: PublishedPlaybook): Result<Playbook, Finding[]> {
    const compiled = compilePlaybook(version, files)
    if (!compiled.ok) return fail(compiled.error)
    this.#versions.set(version, compiled.value)
    if (!this.#current || version > this.#current.version) this.#current = compiled.value
    return ok(compiled.value)
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
