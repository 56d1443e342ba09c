import { describe, test } from 'vitest'

/**
 * One thing that every storage must do. The title begins with numbers of SPEC.md. Throws where the storage does not: a
 * plain function, so that a test can show which checks a wrong storage fails.
 */
export type Check<Subject> = { title: string; check: (subject: Subject) => void | Promise<void> }

/** Makes a new, empty storage for one check, and takes away what is left of it. */
export type Maker<Subject> = () => { subject: Subject; remove: () => void | Promise<void> }

export async function runCheck<Subject>({ check }: Check<Subject>, make: Maker<Subject>): Promise<void> {
  const { subject, remove } = make()
  try {
    await check(subject)
  } finally {
    await remove()
  }
}

/** Registers every check as a test of its own. */
export function contractTests<Subject>(name: string, checks: readonly Check<Subject>[], make: Maker<Subject>): void {
  describe(name, () => {
    for (const each of checks) test(each.title, () => runCheck(each, make))
  })
}

/** The titles of the checks that a storage fails. */
export async function failing<Subject>(checks: readonly Check<Subject>[], make: Maker<Subject>): Promise<string[]> {
  const failed: string[] = []
  for (const each of checks) {
    try {
      await runCheck(each, make)
    } catch {
      failed.push(each.title)
    }
  }
  return failed
}
