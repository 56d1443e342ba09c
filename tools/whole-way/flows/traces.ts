import { expect } from 'vitest'
import { messageRefSchema } from '@kairos/shared/ids'
import type { Glass } from './glass.ts'
import { keptInPage } from './kept-in-page.ts'

/** What must not be found once somebody has gone: everything that stands for her. */
export type Hers = readonly string[]

/** The run of the message on the glass, which names her visit. */
export async function runOn({ page }: Glass): Promise<string> {
  const written: unknown = JSON.parse((await page.locator('[data-message]').getAttribute('data-message')) ?? 'null')
  return messageRefSchema.parse(written).run
}

const found = (hers: Hers, text: string): string[] =>
  hers.filter((word) => text.toLowerCase().includes(word.toLowerCase()))

/** Where something of hers is in what a page keeps: its document, its storages, its state store, its globals. */
async function inPage({ page }: Glass, hers: Hers): Promise<string[]> {
  const kept = { ...(await page.evaluate(keptInPage)), cookies: JSON.stringify(await page.context().cookies()) }
  return Object.entries(kept).flatMap(([where, text]) => found(hers, text).map((word) => `${where}: ${word}`))
}

/** Every string that the page's process still holds, after the rubbish was taken away. */
export async function heapOf({ devtools }: Glass): Promise<string> {
  const pieces: string[] = []
  const keep = ({ chunk }: { chunk: string }) => pieces.push(chunk)
  devtools.on('HeapProfiler.addHeapSnapshotChunk', keep)
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  devtools.off('HeapProfiler.addHeapSnapshotChunk', keep)
  return pieces.join('')
}

/**
 * Nothing of hers is in this page: not on it, not behind it, not in what it wrote to its console, and not in what it
 * heard or said from that frame on.
 */
export async function expectNothingOf(glass: Glass, hers: Hers, sinceFrame: number): Promise<void> {
  const heard = found(hers, glass.wire.slice(sinceFrame).join('\n')).map((word) => `network: ${word}`)
  const logged = found(hers, glass.log.join('\n')).map((word) => `console: ${word}`)
  expect([...(await inPage(glass, hers)), ...heard, ...logged]).toEqual([])
}

/** The same of the page's whole memory, as far as its own engine tells of it. */
export async function expectForgotten(glass: Glass, hers: Hers): Promise<void> {
  await expect.poll(async () => found(hers, await heapOf(glass)), { timeout: 20_000, interval: 250 }).toEqual([])
}
