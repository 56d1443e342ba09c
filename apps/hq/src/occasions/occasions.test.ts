import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { customerViewSchema, occasionViewSchema, summarySchema } from '@kairos/shared/hq-views'
import { systemClock } from '@kairos/shared/system-clock'
import { startHq, type RunningHq } from '../start.ts'

const CHAIN = `chain: One
language: en
currency: GBP
salt: salt
stores: { harbour: { name: Harbour, timeZone: Europe/London }, quay: { name: Quay, timeZone: Europe/London } }
memory: { categories: { of: purchase, by: category } }
general: [{ title: Hello, body: There. }]
`
const ARRIVALS = `dialogue: arrivals
level: 1
begins: { when: occasion, where: event.kind == 'arrivals' }
for: event.category in memory.categories.by
again: always
holdout: 0
goal: { when: purchase }
first: tell
steps:
  tell:
    channel: screen
    message: { title: New, body: Look. }
    silence: { after: 9d, next: over }
`
const IN_YEARS = '2999-01-01'
const within = { timeout: 10_000, interval: 10 }

let data = ''
let hq: RunningHq | undefined
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'kairos-occasions-'))
  mkdirSync(join(data, 'playbook', 'dialogues'), { recursive: true })
  writeFileSync(join(data, 'playbook', 'chain.yaml'), CHAIN)
  writeFileSync(join(data, 'playbook', 'dialogues', 'arrivals.yaml'), ARRIVALS)
  await start()
})
afterEach(async () => {
  await hq?.close()
  hq = undefined
  rmSync(data, { recursive: true })
})

async function start(): Promise<void> {
  await hq?.close()
  const settings = { data: join(data, 'hq'), playbook: join(data, 'playbook'), host: '127.0.0.1', port: 0 }
  hq = await startHq(settings, { clock: systemClock, random: randomBytes, log: pino({ level: 'silent' }) })
}
async function ask(path: string, body?: object, token = hq?.consoleToken): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const more = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const answer = await fetch(`${hq?.url}${path}`, { headers, ...more })
  return { status: answer.status, body: await answer.json() }
}
/** A past of one purchase, told as history, as an import does. */
async function bought(customer: string, category: string, history = true): Promise<void> {
  const lines = [{ sku: 'x', name: 'X', quantity: 1, amount: 1, category }]
  const receipt = { store: 'harbour', till: '1', receipt: customer, total: 1, lines }
  const time = new Date(systemClock.now() - 86_400_000 * 30).toISOString()
  const envelope = { specversion: '1.0', source: 'test', id: customer, subject: customer, time, history }
  await ask('/v1/events', { ...envelope, type: 'kairos.purchase', data: receipt })
}
const occasions = async () => occasionViewSchema.array().parse((await ask('/v1/occasions')).body)
const summary = async () => summarySchema.parse((await ask('/v1/summary')).body)
const ended = async () => expect.poll(async () => (await occasions()).every((each) => each.ended), within).toBe(true)
const shoes = { id: 'a1', kind: 'arrivals', name: 'spring', category: 'shoes' }

test('E17: a customer whose history was imported is found, and the dialogue begins; nobody else is', async () => {
  await bought('ann', 'shoes')
  await bought('bob', 'hats')
  await expect.poll(async () => (await summary()).waiting, within).toBe(0)
  const answer = await ask('/v1/occasions', shoes)
  expect(answer).toMatchObject({ status: 200, body: { duplicate: false, occasion: { ...shoes, of: 1 } } })
  await ended()
  await hq?.settled()
  expect(await summary()).toMatchObject({ runs: [{ dialogue: 'arrivals', active: 1 }], byType: { occasion: 1 } })
  expect((await summary()).occasions).toBeUndefined()
  const view = customerViewSchema.parse((await ask('/v1/customers/ann')).body)
  expect(view.customer.dialogues).toEqual(['arrivals'])
  expect(view.document).toMatchObject({ runs: [{ dialogue: 'arrivals', occasion: 'occasion:a1/ann' }] })
  expect(view.timeline.map(({ text }) => text)).toContain('arrivals: spring')
})

test('the same id twice changes nothing, another content under it is refused in words', async () => {
  await bought('ann', 'shoes')
  await ask('/v1/occasions', shoes)
  await ended()
  expect(await ask('/v1/occasions', shoes)).toMatchObject({ status: 200, body: { duplicate: true } })
  const other = await ask('/v1/occasions', { ...shoes, category: 'hats' })
  expect(other).toMatchObject({ status: 409, body: { problem: expect.stringContaining('another occasion') } })
  expect(await occasions()).toMatchObject([{ ...shoes, done: 1, of: 1, reached: 1 }])
})

test('what cannot be announced is refused in words, and changes nothing', async () => {
  const { category: _, ...nobody } = shoes
  const refusals: [object, number, string][] = [
    [nobody, 400, 'whom it concerns'],
    [{ ...shoes, kind: undefined }, 400, 'kind'],
    [{ ...shoes, until: '2027-01-01' }, 400, 'until'],
    [{ ...shoes, id: 'a/b' }, 400, 'id'],
    [{ ...shoes, on: 'monday' }, 400, 'on'],
    [{ ...shoes, stores: [] }, 400, 'stores'],
    [{ ...shoes, stores: ['harbour', 'moon'] }, 422, 'no store moon; it has harbour, quay'],
    [{ ...shoes, on: '2020-01-01' }, 422, '2020-01-01, is over'],
  ]
  for (const [body, status, problem] of refusals)
    expect(await ask('/v1/occasions', body)).toMatchObject({
      status,
      body: { problem: expect.stringContaining(problem) },
    })
  expect(await ask('/v1/occasions', shoes, 'guessed')).toMatchObject({ status: 401 })
  expect(await ask('/v1/occasions', undefined, 'guessed')).toMatchObject({ status: 401 })
  expect(await occasions()).toEqual([])
})

test('what is under way at a restart goes on, and is told meanwhile with its progress', async () => {
  for (let n = 0; n < 260; n++) await bought(`c${n}`, 'shoes')
  await expect.poll(async () => (await summary()).waiting, within).toBe(0)
  await ask('/v1/occasions', { ...shoes, on: IN_YEARS, stores: ['quay'] })
  await ended()
  expect(await occasions()).toMatchObject([{ on: IN_YEARS, done: 260, of: 260, reached: 0 }])
  await ask('/v1/occasions', { ...shoes, id: 'a2' })
  expect((await summary()).occasions).toMatchObject([{ id: 'a2', of: 260, ended: false }])
  await start()
  await ended()
  await hq?.settled()
  expect(await summary()).toMatchObject({ runs: [{ dialogue: 'arrivals', active: 260 }] })
})
