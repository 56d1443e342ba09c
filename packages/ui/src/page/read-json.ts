import { fail, ok, type Result } from '@kairos/shared/result'

/** Why nothing was read. */
export type Trouble =
  /** Nobody answered, or what answered is itself in trouble. */
  | 'unreachable'
  /** The token is missing, wrong or no longer good. */
  | 'denied'
  /** There is no such thing. */
  | 'missing'
  /** An answer that this page does not understand: page and server are of different versions. */
  | 'unreadable'

/** What a zod schema is to these functions; the ui package itself needs no zod. */
export interface Reads<T> {
  safeParse(raw: unknown): { success: true; data: T } | { success: false }
}

export type Call = {
  url: string
  token: string
  signal?: AbortSignal
  /** Posted as JSON when given; else the call is a GET. */
  body?: unknown
  /** Statuses whose body is an answer too (a 422 that says what is wrong, say). */
  answers?: readonly number[]
}

/** One call with a bearer token, its answer parsed. Never throws: trouble is part of the result. */
export async function readJson<T>(call: Call, schema: Reads<T>): Promise<Result<T, Trouble>> {
  const headers: Record<string, string> = { accept: 'application/json', authorization: `Bearer ${call.token}` }
  if (call.body !== undefined) headers['content-type'] = 'application/json'
  try {
    const answer = await fetch(call.url, {
      headers,
      cache: 'no-store',
      ...(call.signal && { signal: call.signal }),
      ...(call.body !== undefined && { method: 'POST', body: JSON.stringify(call.body) }),
    })
    if (!answer.ok && !call.answers?.includes(answer.status)) return fail(troubleOf(answer.status))
    const parsed = schema.safeParse(await answer.json())
    return parsed.success ? ok(parsed.data) : fail('unreadable')
  } catch (thrown) {
    // A body that is no JSON comes from something else than our server, or from another version of it.
    return fail(thrown instanceof SyntaxError ? 'unreadable' : 'unreachable')
  }
}

function troubleOf(status: number): Trouble {
  if (status === 401 || status === 403) return 'denied'
  if (status === 404 || status === 410) return 'missing'
  return status >= 500 || status === 429 || status === 408 ? 'unreachable' : 'unreadable'
}
