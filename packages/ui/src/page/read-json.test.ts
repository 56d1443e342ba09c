import { afterEach, describe, expect, it, vi } from 'vitest'
import { readJson, type Reads } from './read-json.ts'

const number: Reads<number> = {
  safeParse: (raw) => (typeof raw === 'number' ? { success: true, data: raw } : { success: false }),
}
const call = { url: '/v1/n', token: 'abc' }

afterEach(() => vi.unstubAllGlobals())

function answering(answer: () => Response) {
  const asked = vi.fn((_url: string, _options: RequestInit) => Promise.resolve(answer()))
  vi.stubGlobal('fetch', asked)
  return asked
}

describe('reading JSON', () => {
  it('brings the token and parses the answer', async () => {
    const asked = answering(() => Response.json(7))
    expect(await readJson(call, number)).toEqual({ ok: true, value: 7 })
    expect(asked.mock.calls[0]?.[1].headers).toMatchObject({ authorization: 'Bearer abc' })
  })

  it.each([
    [401, 'denied'],
    [404, 'missing'],
    [422, 'unreadable'],
    [503, 'unreachable'],
  ])('says what a %i means', async (status, error) => {
    answering(() => Response.json({}, { status }))
    expect(await readJson(call, number)).toEqual({ ok: false, error })
  })

  it('takes the body of a status that is an answer too', async () => {
    answering(() => Response.json(3, { status: 422 }))
    expect(await readJson({ ...call, body: {}, answers: [422] }, number)).toEqual({ ok: true, value: 3 })
  })

  it('tells what it cannot read from what it cannot reach', async () => {
    answering(() => new Response('<html>'))
    expect(await readJson(call, number)).toEqual({ ok: false, error: 'unreadable' })
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('network')))
    expect(await readJson(call, number)).toEqual({ ok: false, error: 'unreachable' })
  })
})
