import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import { z } from 'zod'
import { readBulk } from '@kairos/replica/bulk'
import type { FeedPort } from '@kairos/replica/feed-reader'
import { fail } from '@kairos/shared/result'
import { MINUTE, type Ms } from '@kairos/shared/time'
import { BULK_PATH, SYNC_WIRE_VERSION } from '@kairos/shared/wire/hq-hub'

const decompress = promisify(zstdDecompress)
/** A batch is some 750 KB: a line that takes longer than this for one is better served by small ones. */
const PATIENCE: Ms = 2 * MINUTE
const MOST_BYTES = 64 * 1024 * 1024
const problemSchema = z.object({ problem: z.string() })

/** Asks HQ for big batches over HTTP. `ended` gives up what is under way. */
export function bulkFrom(
  { url, store, token }: { url: string; store: string; token: string },
  ended: AbortSignal,
): NonNullable<FeedPort['bulk']> {
  return async (asked) => {
    const address = new URL(BULK_PATH, url)
    for (const [name, value] of Object.entries({ ...asked, store, wire: SYNC_WIRE_VERSION }))
      address.searchParams.set(name, String(value))
    try {
      const answer = await fetch(address, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.any([ended, AbortSignal.timeout(PATIENCE)]),
      })
      if (!answer.ok) {
        const said = problemSchema.safeParse(await answer.json().catch(() => undefined))
        return fail(said.success ? said.data.problem : `head office answered ${answer.status}`)
      }
      const body = Buffer.from(await answer.arrayBuffer())
      const text = await decompress(body, { maxOutputLength: MOST_BYTES, chunkSize: 1024 * 1024 })
      return readBulk(text.toString(), body.length)
    } catch (error) {
      return fail(error instanceof Error ? error.message : String(error))
    }
  }
}
