import { expect } from 'vitest'
import { z } from 'zod'
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

/** A number that goes on is another number. */
const found = (hers: Hers, text: string): string[] =>
  hers.filter((word) => new RegExp(`${word.replaceAll(/[^\w ]/g, '\\$&')}(?!\\d)`, 'i').test(text))

/** Where something of hers is in what a page keeps: its document, its storages, its state store, its globals. */
async function inPage({ page }: Glass, hers: Hers): Promise<string[]> {
  const kept = { ...(await page.evaluate(keptInPage)), cookies: JSON.stringify(await page.context().cookies()) }
  return Object.entries(kept).flatMap(([where, text]) => found(hers, text).map((word) => `${where}: ${word}`))
}

/** A snapshot of all that the page's scripts hold, after the rubbish was taken away, as the browser writes it. */
async function heapOf({ devtools }: Glass): Promise<string> {
  const pieces: string[] = []
  const keep = ({ chunk }: { chunk: string }) => pieces.push(chunk)
  devtools.on('HeapProfiler.addHeapSnapshotChunk', keep)
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  devtools.off('HeapProfiler.addHeapSnapshotChunk', keep)
  return pieces.join('')
}

const snapshotSchema = z.object({
  snapshot: z.object({
    meta: z.object({ node_fields: z.array(z.string()), node_types: z.tuple([z.array(z.string())]).rest(z.unknown()) }),
  }),
  nodes: z.array(z.number()),
  strings: z.array(z.string()),
})

/**
 * Something of hers in a snapshot, with what kind of thing holds it. An element that the browser itself still holds
 * (the one that was touched last, say) is named by its attributes there; no script of the page has it any more.
 */
function inHeap(hers: Hers, written: string): string[] {
  if (found(hers, written).length === 0) return []
  const { snapshot, nodes, strings } = snapshotSchema.parse(JSON.parse(written))
  const { node_fields: fields, node_types: types } = snapshot.meta
  const [type, name] = [fields.indexOf('type'), fields.indexOf('name')]
  const named = new Set<string>()
  for (let node = 0; node < nodes.length; node += fields.length) {
    const kind = types[0][nodes[node + type] ?? 0]
    if (kind !== 'native')
      for (const word of found(hers, strings[nodes[node + name] ?? 0] ?? '')) named.add(`${kind}: ${word}`)
  }
  return [...named]
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
  await expect.poll(async () => inHeap(hers, await heapOf(glass)), { timeout: 60_000, interval: 250 }).toEqual([])
}
