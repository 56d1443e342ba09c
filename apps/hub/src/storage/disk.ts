import Database from 'better-sqlite3'

const WORDS: [code: RegExp, words: string][] = [
  [/^SQLITE_FULL/, 'the disk is full: make room. Nothing new is recorded until then; what was confirmed is kept'],
  [
    /^SQLITE_READONLY|^SQLITE_CANTOPEN|^SQLITE_PERM/,
    'its file cannot be written: check the folder’s owner and permissions, and that its disk is mounted for writing. Nothing new is recorded until then',
  ],
  [
    /^SQLITE_CORRUPT|^SQLITE_NOTADB/,
    'its file is damaged: run “kairos hub rebuild”. What was recorded and can be read is kept and sent',
  ],
  [/^SQLITE_IOERR/, 'its disk does not answer as it should: look at the system’s log and at the disk'],
]

/** What is wrong with the disk, for the reader; undefined for any other error. */
export function diskTrouble(error: unknown): string | undefined {
  if (!(error instanceof Database.SqliteError)) return undefined
  const [, words] = WORDS.find(([code]) => code.test(error.code)) ?? []
  return words === undefined ? undefined : `the hub’s database: ${words} (${error.message})`
}

/** Whether a database's file is damaged, as opposed to anything else that may keep it from being opened. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)

/** Whether nothing can be written, whatever it is; a damaged file may still take most things. */
export const isUnwritable = (error: unknown): boolean => diskTrouble(error) !== undefined && !isDamage(error)

/** What the disk refused last, until it has taken something again. */
export class Disk {
  readonly #say: (words: string) => void
  trouble: string | undefined
  /** It takes nothing, as far as is known. */
  isUnwritable = false

  constructor(say: (words: string) => void) {
    this.#say = say
  }

  /** True if that was the disk's fault; it is said once, however often it comes. */
  refused(error: unknown): boolean {
    const trouble = diskTrouble(error)
    if (trouble !== undefined && trouble !== this.trouble) this.#say(trouble)
    this.trouble = trouble ?? this.trouble
    this.isUnwritable ||= isUnwritable(error)
    return trouble !== undefined
  }

  /** Something that writes; that it went well says that the disk is well. */
  writing<T>(change: () => T): T {
    try {
      const changed = change()
      this.took()
      return changed
    } catch (error) {
      this.refused(error)
      throw error
    }
  }

  took(): void {
    if (this.trouble !== undefined) this.#say('the hub’s database takes what is written again')
    this.trouble = undefined
    this.isUnwritable = false
  }
}
