import { createReadStream, createWriteStream, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { openHubDatabase } from '@kairos/hub/storage/open'
import { sqliteReplica } from '@kairos/hub/storage/sqlite-replica'
import type { IdentityHash } from '@kairos/shared/identity'

/** Seconds. `made`: the file, which HQ would have to have for each store; in no sum. */
export type Shipped = { bytes: number; made: number; shipped: number }

/**
 * What would do the same with no protocol at all: a file as the hub keeps it, made anew without gaps. From the question
 * for it on: read and compressed as it goes out over HTTP, at the product's own level; unpacked and written as it comes;
 * synced; opened as a hub opens its database; the first card found in it and her document read.
 */
export async function shipFile(folder: string, hubFile: string, card: IdentityHash): Promise<Shipped> {
  const [bare, arrived] = [join(folder, 'bare'), join(folder, 'arrived')]
  const began = performance.now()
  const database = openHubDatabase(hubFile)
  database.prepare('vacuum into ?').run(bare)
  database.close()
  const made = (performance.now() - began) / 1000
  let bytes = 0
  const server = createServer((_, reply) => {
    const compress = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } })
    compress.on('data', (chunk: Buffer) => (bytes += chunk.length))
    void pipeline(createReadStream(bare), compress, reply)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address')
  const asked = performance.now()
  const { body } = await fetch(`http://127.0.0.1:${address.port}`)
  if (!body) throw new Error('nothing came')
  await pipeline(Readable.fromWeb(body), createZstdDecompress(), createWriteStream(arrived, { flush: true }))
  const opened = openHubDatabase(arrived)
  const { storage, whose } = sqliteReplica(opened)
  const customer = whose(card)
  if (customer === undefined || !storage.base(customer)) throw new Error('the card is not known from the file')
  const shipped = (performance.now() - asked) / 1000
  opened.close()
  server.close()
  for (const file of [bare, arrived]) rmSync(file)
  return { bytes, made, shipped }
}
