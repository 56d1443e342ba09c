/**
 * An expected outcome as plain data, so that it survives sockets and IPC.
 * Broken invariants throw; expected failures are returned.
 */
export type Result<T, E = Problem> = { ok: true; value: T } | { ok: false; error: E }

/** What went wrong, for the reader: `what` happened, `where`, and what to do about it. */
export type Problem = { code: string; what: string; where?: string; todo?: string }

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value })
export const fail = <E>(error: E): Result<never, E> => ({ ok: false, error })

/** Ends a switch over a union: the compiler complains here when a case is missing. */
export function never(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`)
}
