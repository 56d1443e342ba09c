import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openHubDatabase } from '@kairos/hub/storage/open'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { startHq, type RunningHq } from '@kairos/hq/start'
import { askToRebuild } from '@kairos/hub/commands'
import { enrolmentSchema } from '@kairos/hub/enrolment'
import { startHub, type RunningHub } from '@kairos/hub/start'
import type { CloudEventInput } from '@kairos/shared/cloudevents'
import { storeViewSchema } from '@kairos/shared/hq-views'
import { customerIdSchema, storeIdSchema } from '@kairos/shared/ids'
import { systemClock } from '@kairos/shared/system-clock'
import { openLine, type CuttableLine } from '../dock/parts/line-to-hq.ts'

/** Head office and a hub as they are, over a line that can be cut, with so many customers that reading takes a while. */
const CUSTOMERS = 6000
const STORE = storeIdSchema.parse('harbour')
const playbook = fileURLToPath(new URL('../../playbooks/marlow-finch', import.meta.url))
const data = mkdtempSync(join(tmpdir(), 'kairos-bootstrap-'))
const world = { clock: systemClock, random: randomBytes, log: pino({ level: 'silent' }) }
const local = { host: '127.0.0.1', port: 0 }
const soon = { timeout: 30_000, interval: 20 }

let hq: RunningHq
let line: CuttableLine
let hub: RunningHub
const start = () => startHub({ ...local, data: join(data, 'hub'), hqUrl: line.url, enrolment: enrolment() }, world)
const enrolment = () =>
  enrolmentSchema.parse(JSON.parse(readFileSync(join(data, 'hq', 'stores', `${STORE}.json`), 'utf8')))
const ofHub = async (path: string, token = hub.tokens.till) =>
  fetch(new URL(path, hub.url), { headers: { authorization: `Bearer ${token}` } })
const atHq = async () => {
  const answer = await fetch(new URL('/v1/stores', hq.url), { headers: { authorization: `Bearer ${hq.consoleToken}` } })
  return z
    .array(storeViewSchema)
    .parse(await answer.json())
    .find(({ store }) => store === STORE)
}

beforeAll(async () => {
  hq = await startHq({ ...local, data: join(data, 'hq'), playbook }, world)
  for (let from = 0; from < CUSTOMERS; from += 2000) {
    const events = Array.from({ length: 2000 }, (_, index): CloudEventInput => {
      const subject = customerIdSchema.parse(`c${from + index}`)
      const identities = [{ kind: 'card' as const, value: `77${from + index}` }]
      const envelope = { specversion: '1.0' as const, id: subject, source: 'test', time: '2026-01-05T10:00:00Z' }
      return {
        ...envelope,
        subject,
        type: 'kairos.profile',
        data: { first: subject, home: STORE, identities },
      }
    })
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${hq.consoleToken}` }
    const answer = await fetch(new URL('/v1/events', hq.url), { method: 'POST', headers, body: JSON.stringify(events) })
    expect(answer.status).toBe(202)
  }
  await hq.settled()
  line = await openLine(hq.url)
}, 60_000)
afterAll(async () => {
  await hub?.close()
  line?.close()
  await hq?.close()
  rmSync(data, { recursive: true, force: true })
})

test(
  'SPEC 21, 22: a new hub that is cut off and killed in the middle goes on where it was',
  { timeout: 60_000 },
  async () => {
    hub = await start()
    const somewhere = (after: number) =>
      vi.waitFor(
        () => {
          const done = hub.state().reading?.done ?? 0
          expect(done).toBeGreaterThan(after)
          return done
        },
        { timeout: 30_000, interval: 1 },
      )
    const cutAt = await somewhere(0)
    line.set(false)
    await vi.waitFor(() => expect(hub.state().line).toBe('down'), soon)
    expect(cutAt).toBeLessThan(CUSTOMERS)
    // It serves those whom it has.
    const { customers } = hub.state()
    expect(customers).toBeGreaterThan(0)
    await hub.close()
    hub = await start()
    expect(hub.state()).toMatchObject({ line: 'down', customers })
    line.set(true)
    await vi.waitFor(() => expect(hub.state()).toMatchObject({ customers: CUSTOMERS, line: 'up' }), soon)
    await vi.waitFor(() => expect(hub.state()).toMatchObject({ lag: { time: 0, documents: 0 } }), soon)
    expect(hub.state().reading).toBeUndefined()
    await vi.waitFor(
      async () => expect(await atHq()).toMatchObject({ line: 'up', behind: 0, differed: 0, hub: { unsent: 0 } }),
      soon,
    )
  },
)

test('SPEC 21: the big batches are for the store’s own token, and for the HQ that the cursor is of', async () => {
  const { store, token } = enrolment()
  const ask = (more: Record<string, string>, bearer = token) =>
    fetch(
      new URL(
        `/sync/feed?${String(new URLSearchParams({ store, wire: '2', cursor: '0', applied: '0', most: '10', hqEpoch: '0'.repeat(16), ...more }))}`,
        hq.url,
      ),
      {
        headers: { authorization: `Bearer ${bearer}` },
      },
    )
  expect((await ask({}, 'x'.repeat(24))).status).toBe(401)
  expect((await ask({ store: 'nowhere' })).status).toBe(401)
  expect((await ask({ most: '100000' })).status).toBe(400)
  expect((await ask({ wire: '1' })).status).toBe(400)
  expect((await ask({})).status).toBe(409)
})

test('SPEC 24: kairos hub rebuild reads everything again', { timeout: 60_000 }, async () => {
  const beside = openHubDatabase(join(data, 'hub', 'hub.sqlite'))
  beside.prepare('delete from bases where customer < ?').run('c3')
  beside.close()
  const before = hub.state().customers
  expect(before).toBeLessThan(CUSTOMERS)
  const [said, done] = await askToRebuild({ data: join(data, 'hub') }, undefined)
  expect([said, done]).toEqual([expect.stringContaining(`it has ${before}`), true])
  await vi.waitFor(() => expect(hub.state()).toMatchObject({ customers: CUSTOMERS, reading: undefined }), soon)
  expect(await askToRebuild({ data: join(data, 'nowhere') }, undefined)).toEqual([
    expect.stringContaining('--data'),
    false,
  ])
})

test('SPEC 30: how the hub is, for those with its token', async () => {
  const answer = await ofHub('/metrics')
  expect(answer.headers.get('content-type')).toContain('openmetrics-text')
  const text = await answer.text()
  expect(text).toContain(`kairos_hub_customers{store="${STORE}"} ${CUSTOMERS}\n`)
  expect(text).toContain(`kairos_hub_line_up{store="${STORE}"} 1\n`)
  expect((await ofHub('/metrics', 'x'.repeat(24))).status).toBe(401)
})
