import { checkPlaybook } from '@kairos/dialogue/check'
import type { Finding } from '@kairos/dialogue/finding'
import type { PlaybookLibrary } from '@kairos/dialogue/library'
import { withZoneRules, ZONES_FILE } from '@kairos/dialogue/time-zones'
import { digestOfFiles } from '@kairos/replica/playbook-digest'
import { fail, ok, type Result } from '@kairos/shared/result'
import type { Ms } from '@kairos/shared/time'
import type { PublishedPlaybook } from '@kairos/shared/wire/hq-hub'
import type { By, HqStorage, Publishing } from '../storage/storage.ts'

/** The version that is current now, and whether that changed. */
export type Published = { version: number; changed: boolean }
type Files = Record<string, string>

/** The zone rules come from the machine, not from an author: with newer ones the folder is not news. */
const authoredDigest = (files: Files): string =>
  digestOfFiles(inOrder(Object.fromEntries(Object.entries(files).filter(([name]) => name !== ZONES_FILE))))
const inOrder = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1)))

const FOLDER: By = { who: 'HQ', note: 'from the folder that it was started with' }

export type PublisherParts = {
  storage: HqStorage
  library: PlaybookLibrary
  now: () => Ms
  /** A version is current: whoever speaks is to have it, before this gives way to anything else. */
  published: (playbook: PublishedPlaybook) => Promise<void>
}

/** The one way by which a version of the playbook becomes current. One publishing at a time. */
export class Publisher {
  readonly #parts: PublisherParts
  #last: Promise<unknown> = Promise.resolve()

  constructor(parts: PublisherParts) {
    this.#parts = parts
  }

  /** Checks and publishes; with any finding nothing changes. What is current already stays as it is. */
  async publish(files: Files, by: Publishing): Promise<Result<Published, Finding[]>> {
    return this.#inTurn(() => this.#publish(files, by))
  }

  async #publish(files: Files, by: Publishing): Promise<Result<Published, Finding[]>> {
    const { storage, library, now, published } = this.#parts
    const ordered = inOrder(withZoneRules(files))
    const before = library.has ? library.current.version : 0
    // The number that it will have is known only to storage; nothing of the checks hangs on it.
    const checked = library.compile(before + 1, ordered)
    if (!checked.ok) return checked
    // What was good enough once may be rolled back to in a hurry, though more is checked by now.
    const errors = by.filesOf === undefined ? checkPlaybook(ordered).filter(({ severity }) => severity === 'error') : []
    if (errors.length > 0) return fail(errors)
    const version = await storage.publish(digestOfFiles(ordered), ordered, now(), by)
    if (version === before) return ok({ version, changed: false })
    const added = library.add({ version, files: ordered })
    if (!added.ok) return added
    await published({ version, files: ordered })
    return ok({ version, changed: true })
  }

  /** Publishes an older version's files again, as a new version; undefined if there is no such version. */
  async rollBack(version: number, by: By): Promise<Result<Published, Finding[]> | undefined> {
    const files = await this.#parts.storage.playbookFiles(version)
    return files && this.publish(files, { ...by, filesOf: version })
  }

  /**
   * What HQ was started with is published if it is news: a version that came by the command, or was rolled
   * back, is not undone by a restart. See `docs/decisions/0008`.
   */
  async folder(files: Files): Promise<Result<void, Finding[]>> {
    const digest = authoredDigest(files)
    if (await this.#isNews(digest)) {
      const published = await this.publish(files, FOLDER)
      if (!published.ok) return published
    }
    await this.#parts.storage.folderSeen(digest)
    return ok(undefined)
  }

  /** It changed since the last start, and nobody has published what it holds since then. */
  async #isNews(digest: string): Promise<boolean> {
    const { storage } = this.#parts
    const seen = await storage.folderSighting()
    const since = await storage.playbooksAfter(seen?.version ?? 0)
    if (seen) return seen.digest !== digest && !since.some(({ files }) => authoredDigest(files) === digest)
    // Before sightings were noted, every version came from the folder.
    const newest = since.at(-1)
    return newest === undefined || authoredDigest(newest.files) !== digest
  }

  /**
   * A hub has a version that HQ does not have: HQ was restored from a backup. So that the hub speaks from
   * what is current here, that is published again under a number that no hub has seen.
   */
  async hubIsAhead(store: string, version: number): Promise<void> {
    await this.#inTurn(async () => {
      const { storage, library } = this.#parts
      const [newest] = await storage.playbooks()
      if (newest === undefined || version <= newest.version) return
      const filesOf = library.current.version
      const note = `the hub of ${store} has version ${version}, which this HQ does not know (restored from a backup?)`
      const files = await storage.playbookFiles(filesOf)
      if (files) await this.#publish(files, { who: 'HQ', note, filesOf, anew: true })
    })
  }

  async #inTurn<T>(what: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(what)
    this.#last = turn.catch(() => {})
    return turn
  }
}
