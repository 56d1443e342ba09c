import { createReadStream, createWriteStream, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { openHubDatabase } from '@kairos/hub/storage/open'

export type Shipped = { bytes: number; made: number; shipped: number }

/**
 * What would do the same with no protocol at all: a file as the hub keeps it, written anew without gaps, compressed
 * as the product compresses, sent over HTTP, unpacked and opened. Seconds for making it, and for all that follows.
 */
export async function shipFile(folder: string, hubFile: string, customers: number): Promise<Shipped> {
  const [bare, packed, arrived] = ['bare', 'packed', 'arrived'].map((name) => join(folder, name))
  if (!bare || !packed || !arrived) throw new Error('three names')
  const began = performance.now()
  const database = openHubDatabase(hubFile)
  database.prepare('vacuum into ?').run(bare)
  database.close()
  const compress = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1 } })
  await pipeline(createReadStream(bare), compress, createWriteStream(packed))
  const made = (performance.now() - began) / 1000
  const server = createServer((_, reply) => void pipeline(createReadStream(packed), reply))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a TCP address')
  const asked = performance.now()
  const { body } = await fetch(`http://127.0.0.1:${address.port}`)
  if (!body) throw new Error('nothing came')
  await pipeline(Readable.fromWeb(body), createZstdDecompress(), createWriteStream(arrived, { flush: true }))
  const opened = openHubDatabase(arrived)
  const came = opened.prepare<[], number>('select count(*) from bases').pluck().get()
  const shipped = (performance.now() - asked) / 1000
  opened.close()
  server.close()
  if (came !== customers) throw new Error(`${came} customers arrived`)
  const bytes = statSync(packed).size
  for (const file of [bare, packed, arrived]) rmSync(file)
  return { bytes, made, shipped }
}
