import { MINUTE, SECOND, type Clock, type Ms } from '@kairos/shared/time'
import type { HqDoor } from './hq-door.ts'

/** HQ may be busy with a batch for long, but not for ever. */
const ANSWER_WITHIN: Ms = 2 * MINUTE

export type Question = { method: 'GET' | 'POST' | 'DELETE'; path: string; body?: string | undefined }
export type Answer = { status: number; text: string }

/** Asks HQ over HTTP, once, with its token; a text says why there was no answer. */
export async function askHq(door: HqDoor, clock: Clock, { method, path, body }: Question): Promise<Answer | string> {
  const late = new AbortController()
  const cancel = clock.at(clock.now() + ANSWER_WITHIN, () => late.abort())
  try {
    const response = await fetch(new URL(path, door.url), {
      method,
      headers: {
        authorization: `Bearer ${door.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
      redirect: 'error',
      signal: late.signal,
    })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    return late.signal.aborted ? `no answer within ${ANSWER_WITHIN / SECOND} s` : reason(error)
  } finally {
    cancel()
  }
}

const IN_WORDS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  ENOTFOUND: 'no such machine',
  EAI_AGAIN: 'names cannot be looked up',
}

/** What fetch hides in its error's cause, in words where there are some. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (!(cause instanceof Error)) return error.message
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  return IN_WORDS[code] ?? (code === '' ? cause.message : code)
}
