import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import type { Mapping } from './mapping.ts'

const CHUNK = 64 * 1024
/** A line longer than this is none of a purchase log. */
const MAX_LINE = 1_000_000

/** What an import is known by, and how large its file is. */
export type LogFile = { path: string; id: string; bytes: number; gzipped: boolean }

/** First pass: hashes the file's bytes with the mapping's text (SHA-256) and looks at its first two. */
export async function examine(path: string, mappingText: string): Promise<LogFile> {
  const { size } = await stat(path)
  const digest = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK })) digest.update(chunk)
  // The separator keeps a byte moved from the file's end to the mapping's beginning from giving the same id.
  digest.update('\u0000').update(mappingText)
  const head = Buffer.alloc(2)
  const file = await open(path)
  try {
    await file.read(head, 0, 2, 0)
  } finally {
    await file.close()
  }
  return { path, id: digest.digest('hex'), bytes: size, gzipped: head[0] === 0x1f && head[1] === 0x8b }
}

/** The file can be read, and is no purchase log. */
export class UnreadableLog extends Error {}

export type Lines = { lines: string[]; /** Bytes of the file as it lies on the disk, read so far. */ read: number }

/**
 * Reads the log's lines in portions, without their line breaks (LF or CRLF) and without a byte order mark.
 * Throws what the file system or gunzip throw, and where a line is too long to be one.
 */
export async function* readLines(file: LogFile, encoding: Mapping['file']['encoding']): AsyncGenerator<Lines> {
  let read = 0
  const raw = createReadStream(file.path, { highWaterMark: CHUNK })
  raw.on('data', (chunk) => {
    read += chunk.length
  })
  const gunzip = file.gzipped ? createGunzip({ chunkSize: CHUNK }) : undefined
  // A read error must end the gunzip as well, or the loop below would wait for ever.
  if (gunzip !== undefined) raw.on('error', (error) => gunzip.destroy(error))
  const bytes: AsyncIterable<Uint8Array> = gunzip === undefined ? raw : raw.pipe(gunzip)
  const decoder = new TextDecoder(encoding)
  let rest = ''
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > MAX_LINE) throw new UnreadableLog(`a line is longer than ${MAX_LINE} characters`)
    yield { lines: lines.map(withoutReturn), read }
  }
  rest += decoder.decode()
  if (rest !== '') yield { lines: [withoutReturn(rest)], read }
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line)
