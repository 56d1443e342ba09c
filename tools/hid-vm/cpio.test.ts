import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Cpio } from './cpio.ts'

const HEADER_BYTES = 110

type Entry = { name: string; mode: number; data: Buffer }

/** Reads an archive as the kernel does. */
function entriesOf(archive: Buffer): Entry[] {
  const entries: Entry[] = []
  const padded = (length: number) => Math.ceil(length / 4) * 4
  for (let at = 0; ;) {
    const header = archive.toString('latin1', at, at + HEADER_BYTES)
    expect(header).toMatch(/^070701[0-9a-f]{104}$/)
    const number = (index: number) => parseInt(header.slice(6 + index * 8, 14 + index * 8), 16)
    const nameEnds = at + HEADER_BYTES + number(11)
    const name = archive.toString('utf8', at + HEADER_BYTES, nameEnds - 1)
    expect(archive[nameEnds - 1]).toBe(0)
    const dataBegins = padded(nameEnds)
    const data = archive.subarray(dataBegins, dataBegins + number(6))
    at = padded(dataBegins + data.length)
    if (name === 'TRAILER!!!') {
      // Another archive may follow, and must begin at a multiple of four.
      expect(at).toBe(archive.length)
      return entries
    }
    entries.push({ name, mode: number(1), data })
  }
}

function archiveOf(write: (cpio: Cpio) => void): Entry[] {
  const folder = mkdtempSync(join(tmpdir(), 'kairos-cpio-'))
  try {
    const cpio = new Cpio(join(folder, 'archive'))
    write(cpio)
    cpio.close()
    return entriesOf(readFileSync(join(folder, 'archive')))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('what is written is read again, whatever the lengths of names and data', () => {
  const files = fc.dictionary(fc.stringMatching(/^[a-z]{1,9}(ü[a-z]{0,3})?$/), fc.uint8Array({ maxLength: 50 }))
  fc.assert(
    fc.property(files, (files) => {
      const read = archiveOf((cpio) => Object.entries(files).forEach(([name, data]) => cpio.file(name, data)))
      expect(read.map(({ name, data }) => [name, [...data]])).toEqual(
        Object.entries(files).map(([name, data]) => [name, [...data]]),
      )
    }),
    { numRuns: 50 },
  )
})

test('folders come before what is in them, once; links and devices keep their kind', () => {
  const entries = archiveOf((cpio) => {
    cpio.file('a/b/file', 'text', 0o755)
    cpio.link('a/b/link', '../file')
    cpio.device('a/console', 0o600, 5, 1)
  })
  expect(entries.map(({ name, mode, data }) => [name, mode.toString(8), data.toString()])).toEqual([
    ['a', '40755', ''],
    ['a/b', '40755', ''],
    ['a/b/file', '100755', 'text'],
    ['a/b/link', '120777', '../file'],
    ['a/console', '20600', ''],
  ])
})
