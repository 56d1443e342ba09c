import { SECOND } from '@kairos/shared/time'

const PATIENCE = 4 * SECOND

/** What a door answered; undefined if nothing came: it may have been done all the same. */
export async function postJson(
  url: string,
  token: string,
  body: unknown,
): Promise<{ status: number; body: unknown } | undefined> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    })
    const text = await answer.text()
    return { status: answer.status, body: text }
  } catch {
    // A door that is closed refuses at once; nobody asks again within the same breath.
    await new Promise((resolve) => setTimeout(resolve, 50))
    return undefined
  }
}
