import type { ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHqDatabase } from '@kairos/hq/storage/sqlite'
import type { CloudEventInput } from '@kairos/shared/cloudevents'
import { customerSchema } from '@kairos/shared/customer'
import { occasionViewSchema } from '@kairos/shared/hq-views'
import { systemClock } from '@kairos/shared/system-clock'
import { doorOf, kairosAt, startHq, summaryOf } from './head-office.ts'

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const place = mkdtempSync(join(tmpdir(), 'kairos-occasions-'))
/** One head office is killed again and again, the other is left in peace. */
const [killed, peaceful] = [join(place, 'killed'), join(place, 'peaceful')]
const CUSTOMERS = 1500
const DAY = 86_400_000
const within = { timeout: 20_000, interval: 5 }

const running = new Map<string, ChildProcess>()
afterAll(() => {
  for (const hq of running.values()) hq.kill('SIGKILL')
  rmSync(place, { recursive: true, force: true })
})

async function start(data: string, port = '0'): Promise<void> {
  running.set(data, await startHq(data, port))
}
async function ask(data: string, path: string, body?: unknown): Promise<unknown> {
  const { url, token } = doorOf(data)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const more = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const answer = await fetch(`${url}${path}`, { headers, ...more })
  expect([200, 202]).toContain(answer.status)
  return answer.json()
}
const progress = async (data: string) =>
  occasionViewSchema.array().parse(await ask(data, '/v1/occasions').catch(() => []))[0]

const customer = (n: number) => `o-${String(n).padStart(5, '0')}`
/** Who she is, and what she bought, as an archive tells it: every third bought shoes, but long ago. */
function pastOf(n: number): CloudEventInput[] {
  const subject = customer(n)
  const event = (id: string, daysAgo: number, rest: Pick<CloudEventInput, 'type' | 'data'>) => {
    const time = new Date(systemClock.now() - daysAgo * DAY).toISOString()
    return { specversion: '1.0', source: 'past', id: `${subject}/${id}`, subject, time, history: true, ...rest }
  }
  const home = n % 2 === 0 ? 'harbour' : 'old-town'
  const lines = [{ sku: 'x', name: 'X', quantity: 1, amount: 100, category: 'shoes' }]
  const receipt = { store: home, till: '1', receipt: subject, total: 100, lines }
  return [
    event('profile', 900, { type: 'kairos.profile', data: { first: 'Ann', home, identities: [] } }),
    event('purchase', n % 3 === 0 ? 500 : 200, { type: 'kairos.purchase', data: receipt }),
  ] as CloudEventInput[]
}
const expected = Array.from({ length: CUSTOMERS }, (_, n) => n)
  .filter((n) => n % 3 > 0)
  .map(customer)

/** The demo chain with a dialogue that writes to whoever an occasion concerns. */
function playbook(): string {
  const folder = join(place, 'playbook')
  cpSync(root('playbooks/marlow-finch'), folder, { recursive: true })
  const dialogue = `dialogue: e17-arrivals
level: 1
begins: { when: occasion, where: event.kind == "arrivals" }
again: always
holdout: 0
goal: { when: purchase }
first: write
steps:
  write:
    channel: email
    purpose: service
    message: { title: New shoes, body: They are here. }
    silence: { after: 14d, next: over }
`
  writeFileSync(join(folder, 'dialogues', 'e17-arrivals.yaml'), dialogue)
  return folder
}

function inDatabase<R>(data: string, sql: string): R[] {
  const opened = openHqDatabase(join(data, 'hq', 'hq.sqlite'))
  try {
    return opened.prepare<[], R>(sql).all()
  } finally {
    opened.close()
  }
}
/** All that came of it, without the times. */
function outcome(data: string) {
  return {
    events: inDatabase(data, `select id, folded from events where type = 'occasion' order by id`),
    effects: inDatabase(data, 'select customer, message, status from effects order by 1, 2'),
    journal: inDatabase(data, 'select customer, what, dialogue, run, detail from journal order by 1, 2'),
    runs: inDatabase<{ document: string }>(data, 'select document from customers order by id').map(({ document }) => {
      const { id, runs } = customerSchema.parse(JSON.parse(document))
      return [id, runs.map(({ dialogue, occasion, step }) => [dialogue, occasion, step])]
    }),
  }
}

beforeAll(async () => {
  const folder = playbook()
  for (const data of [killed, peaceful]) {
    await start(data)
    expect((await kairosAt(data, 'publish', folder)).code).toBe(0)
    const all = Array.from({ length: CUSTOMERS }, (_, n) => pastOf(n)).flat()
    for (let at = 0; at < all.length; at += 2000) await ask(data, '/v1/events', all.slice(at, at + 2000))
  }
})

test(
  'E17: HQ killed again and again while an occasion is folded: nobody twice, nobody left out',
  { timeout: 60_000 },
  async () => {
    for (const data of [killed, peaceful])
      await expect.poll(async () => (await summaryOf(data)).waiting, within).toBe(0)
    const words = ['occasion', '--kind', 'arrivals', '--name', 'spring', '--category', 'shoes', '--wait']
    const going = kairosAt(killed, ...words)
    for (const after of [0, 400, 800]) {
      await expect.poll(async () => (await progress(killed))?.done ?? 0, within).toBeGreaterThan(after)
      const hq = running.get(killed)
      const ended = new Promise((resolve) => hq?.once('exit', resolve))
      hq?.kill('SIGKILL')
      await ended
      expect(inDatabase<{ done: number }>(killed, 'select done from occasions')[0]?.done).toBeLessThan(CUSTOMERS)
      await start(killed, new URL(doorOf(killed).url).port)
    }
    const { code, said } = await going
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/^arrivals-spring is announced\.\n[^]*1,000 customers reached\.\n$/),
    ])
    expect((await kairosAt(peaceful, ...words)).code).toBe(0)
    for (const data of [killed, peaceful])
      await expect.poll(async () => (await summaryOf(data)).waiting, within).toBe(0)
    const ended = outcome(killed)
    expect(ended.events).toEqual(expected.map((id) => ({ id: `occasion:arrivals-spring/${id}`, folded: 1 })))
    expect(ended.effects).toHaveLength(expected.length)
    expect(ended).toEqual(outcome(peaceful))
  },
)

test('the command says what happened; a file says the same; what is refused is said in words', async () => {
  const again = await kairosAt(peaceful, 'occasion', '--kind', 'arrivals', '--name', 'spring', '--category', 'shoes')
  expect([again.code, again.said]).toEqual([0, expect.stringMatching(/^arrivals-spring was announced .*Nothing was/)])
  const file = join(place, 'show.yaml')
  writeFileSync(file, 'kind: trunk-show\nname: coats\non: 2999-12-31\nstores: [old-town]\n')
  const show = await kairosAt(peaceful, 'occasion', file, '--wait')
  expect([show.code, show.said]).toEqual([0, expect.stringContaining('750 customers reached.')])
  expect((await kairosAt(peaceful, 'occasions')).said).toMatch(
    /^\S+ \S+ {2}trunk-show-coats-2999-12-31 {2}trunk-show coats {2}on 2999-12-31 {2}in old-town {2}750 .*\n.* arrivals spring {2}category shoes {2}1,000 /,
  )
  const nowhere = await kairosAt(peaceful, 'occasion', file, '--id', 'other', '--store', 'moon')
  expect([nowhere.code, nowhere.said]).toEqual([1, expect.stringContaining('the chain has no store moon')])
  const taken = await kairosAt(peaceful, 'occasion', file, '--id', 'arrivals-spring')
  expect([taken.code, taken.said]).toEqual([1, expect.stringContaining('another occasion with the id')])
  const missing = await kairosAt(peaceful, 'occasion', join(place, 'nothing.yaml'))
  expect([missing.code, missing.said]).toEqual([1, expect.stringContaining('cannot be read')])
})
