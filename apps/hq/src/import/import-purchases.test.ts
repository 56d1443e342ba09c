import { createServer, type Server } from 'node:http'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { cloudEventSchema } from '@kairos/shared/cloudevents'
import { SECOND, type Clock } from '@kairos/shared/time'
import { EXAMPLE, HEADER } from './example-mapping.fixture.ts'
import { importPurchases } from './import-purchases.ts'
import { follows, further, importProgressSchema, type ImportProgress } from './progress.ts'

/** Pauses between attempts pass at once; the much longer limit for an answer never does. */
const hurried: Clock = {
  now: () => 0,
  at: (at, then) => {
    if (at <= 30 * SECOND) setImmediate(then)
    return () => undefined
  },
}
const bodySchema = z.object({ events: z.array(cloudEventSchema), progress: importProgressSchema })

/** As much of HQ as an import sees. `away` answers how many requests to turn off first. */
class StandIn {
  readonly ids = new Set<string>()
  readonly progress = new Map<string, ImportProgress>()
  away = 0
  /** After so many stored batches it answers nothing but 503. */
  diesAfter = Infinity
  readonly server: Server

  constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const authorised = request.headers.authorization === 'Bearer sesame'
        const [status, body] = authorised ? this.answer(request.url ?? '', Buffer.concat(chunks).toString()) : [401, {}]
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      })
    })
  }

  answer(url: string, text: string): [number, object] {
    const id = url.replace('/v1/imports/', '')
    if (this.away > 0 || this.diesAfter <= 0) {
      this.away -= 1
      return [503, {}]
    }
    const known = this.progress.get(id)
    if (text === '') return known === undefined ? [404, {}] : [200, { progress: known }]
    const { events, progress } = bodySchema.parse(JSON.parse(text))
    if (!follows(known, progress)) return [409, {}]
    const before = this.ids.size
    for (const event of events) this.ids.add(event.id)
    this.progress.set(id, further(known, progress))
    this.diesAfter -= 1
    const stored = this.ids.size - before
    return [200, { stored, duplicates: events.length - stored }]
  }
}

let folder: string
let hq: StandIn
let said: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kairos-import-'))
  hq = new StandIn()
  await new Promise<void>((ready) => {
    hq.server.listen(0, '127.0.0.1', ready)
  })
  const { port } = z.object({ port: z.number() }).parse(hq.server.address())
  mkdirSync(join(folder, 'hq'))
  writeFileSync(join(folder, 'hq', 'door.json'), JSON.stringify({ url: `http://127.0.0.1:${port}`, token: 'sesame' }))
  writeFileSync(join(folder, 'map.yaml'), EXAMPLE)
})
afterEach(async () => {
  await new Promise((closed) => {
    hq.server.close(closed)
    hq.server.closeAllConnections()
  })
  rmSync(folder, { recursive: true })
})

const write = (rows: readonly string[], zip: boolean): string => {
  const text = `\uFEFF${[HEADER.join(','), ...rows].join('\r\n')}\r\n`
  const file = join(folder, 'log.csv')
  writeFileSync(file, zip ? gzipSync(text) : text)
  return file
}
const run = async (file: string, more = {}): Promise<number> => {
  said = ''
  const out = { write: (text: string) => (said += text) }
  return importPurchases({ file, map: join(folder, 'map.yaml'), data: folder, ...more }, hurried, out)
}
const rows = (count: number) =>
  Array.from({ length: count }, (_, n) => `${n},A1,"Mug, ""blue""",1,2011-07-01 10:00,1.50,${n % 7},DE`)
const reportPath = () => said.match(/^Bad rows: (.*)$/m)?.[1] ?? ''

test.each([true, false])('a log (gzipped: %s) is in HQ once, and a second run sends nothing', async (zip) => {
  const file = write([...rows(450), '450,A1,Mug,none,2011-07-01 10:00,1.50,1,DE', '451,A1'], zip)
  expect(await run(file)).toBe(0)
  expect(said).toContain('line 452: the quantity "none" is no whole number')
  expect(said).toContain('457 new to HQ, 0 known to it')
  expect(hq.ids.size).toBe(450 + 7)
  const report = reportPath()
  expect(readFileSync(report, 'utf8').split('\n')).toHaveLength(4)
  expect(statSync(report).mode & 0o777).toBe(0o600)
  expect(await run(file)).toBe(0)
  expect(said).toContain('Nothing was sent.')
  expect(said).toMatch(/receipts \(purchases\) +450/)
  expect(reportPath()).toBe(report)
})

test('an HQ that stops midway is asked again, then left with words; the same command goes on', async () => {
  const file = write(rows(900), false)
  hq.diesAfter = 2
  expect(await run(file)).toBe(1)
  expect(said).toContain('HQ answers 503; trying again in 0.5 s (attempt 2 of 9).')
  expect(said).toContain('run the same command: it goes on where HQ stopped')
  expect(hq.ids.size).toBeLessThan(900)
  hq.diesAfter = Infinity
  hq.away = 3
  expect(await run(file)).toBe(0)
  expect(said).toMatch(/HQ has the first \d+ rows already/)
  expect(said).toContain(' 0 known to it')
  expect(hq.ids.size).toBe(900 + 7)
})

test('an HQ restored from a backup under a running import is noticed', async () => {
  const file = write(rows(900), false)
  const answer = hq.answer.bind(hq)
  let posts = 0
  hq.answer = (url, text) => {
    if (text !== '' && ++posts === 3) hq.progress.clear()
    return answer(url, text)
  }
  expect(await run(file)).toBe(1)
  expect(said).toContain('HQ has less of this import than it had confirmed')
  expect(await run(file)).toBe(0)
  expect(hq.ids.size).toBe(900 + 7)
})

test('what is wrong is said in words, and never the token', async () => {
  const file = write(rows(3), false)
  expect(await run(join(folder, 'none.csv'))).toBe(1)
  expect(said).toMatch(/none\.csv: there is no such file/)
  expect(await run(file, { data: join(folder, 'elsewhere') })).toBe(1)
  expect(said).toContain("HQ's door is not there. Start HQ first")
  expect(await run(file, { hq: 'http://127.0.0.1:1' })).toBe(1)
  expect(said).toContain('Set KAIROS_TOKEN')
  writeFileSync(join(folder, 'hq', 'door.json'), '{"token":"sesame"')
  expect(await run(file)).toBe(1)
  expect(said).toContain("HQ's door cannot be read")
  expect(said).not.toContain('sesame')
  writeFileSync(join(folder, 'cut.gz'), gzipSync(rows(2000).join('\n')).subarray(0, 500))
  const { port } = z.object({ port: z.number() }).parse(hq.server.address())
  expect(await run(join(folder, 'cut.gz'), { hq: `http://127.0.0.1:${port}`, token: 'sesame' })).toBe(1)
  expect(await run(file, { hq: `http://127.0.0.1:${port}`, token: 'wrong' })).toBe(1)
  expect(said).toContain('HQ does not accept the token (401)')
})
