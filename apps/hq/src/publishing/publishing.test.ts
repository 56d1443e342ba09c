import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { playbookRowSchema, summarySchema } from '@kairos/shared/hq-views'
import { systemClock } from '@kairos/shared/system-clock'
import { startHq, type RunningHq } from '../start.ts'
import { openHqDatabase } from '../storage/sqlite/sqlite-storage.ts'

const chain = (name: string) =>
  `chain: ${name}\nlanguage: en\ncurrency: GBP\nsalt: salt\nstores: { harbour: { name: Harbour, timeZone: Europe/London } }\n` +
  'memory: { purchases: { of: purchase } }\ngeneral: [{ title: Hello, body: There. }]\n'
const files = (name: string) => ({ 'chain.yaml': chain(name) })
const by = { who: 'Ann', note: 'for the sale' }

let data = ''
let hq: RunningHq | undefined
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'kairos-publishing-'))
})
afterEach(async () => {
  await hq?.close()
  hq = undefined
  rmSync(data, { recursive: true })
})

const folderHolds = (text: string) => {
  mkdirSync(join(data, 'playbook'), { recursive: true })
  writeFileSync(join(data, 'playbook', 'chain.yaml'), text)
}
async function start(): Promise<void> {
  await hq?.close()
  const settings = { data: join(data, 'hq'), playbook: join(data, 'playbook'), host: '127.0.0.1', port: 0 }
  hq = await startHq(settings, { clock: systemClock, random: randomBytes, log: pino({ level: 'silent' }) })
}
async function ask(path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${hq?.consoleToken}`, 'content-type': 'application/json' }
  const more = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const answer = await fetch(`${hq?.url}${path}`, { headers, ...more })
  return { status: answer.status, body: await answer.json() }
}
const versions = async () => playbookRowSchema.array().parse((await ask('/v1/playbooks')).body)
const summary = async () => summarySchema.parse((await ask('/v1/summary')).body)

test('a broken playbook is answered with its findings, and changes nothing', async () => {
  folderHolds(chain('One'))
  await start()
  const before = [await versions(), (await summary()).chain]
  const broken = { 'chain.yaml': chain('Two'), 'dialogues/a.yaml': 'dialogue: [a\n' }
  const answer = await ask('/v1/playbooks', { files: broken, ...by })
  expect(answer.status).toBe(422)
  expect(answer.body).toMatchObject({ findings: [{ file: 'dialogues/a.yaml', code: 'K001' }] })
  expect([await versions(), (await summary()).chain]).toEqual(before)
  for (const body of [{}, { files: files('Two') }, { files: { '../x': '' }, ...by }, { files: files('Two'), who: ' ' }])
    expect((await ask('/v1/playbooks', body)).status).toBe(400)
  expect((await ask('/v1/playbooks/rollback', { version: 9, ...by })).status).toBe(404)
  expect(await versions()).toEqual(before[0])
})

test('E12: what is published is current without a restart, and a rollback is a version of its own', async () => {
  folderHolds(chain('One'))
  await start()
  expect(await ask('/v1/playbooks', { files: files('Two'), ...by })).toMatchObject({
    status: 200,
    body: { version: 2, changed: true },
  })
  expect(await summary()).toMatchObject({ chain: 'Two', playbook: 2 })
  expect(await ask('/v1/playbooks', { files: files('Two'), ...by })).toMatchObject({ body: { changed: false } })
  expect(await ask('/v1/playbooks/rollback', { version: 1, who: 'Bob' })).toMatchObject({ body: { version: 3 } })
  expect(await summary()).toMatchObject({ chain: 'One', playbook: 3 })
  expect(await versions()).toMatchObject([
    { version: 3, who: 'Bob', filesOf: 1, current: true },
    { version: 2, ...by, current: false },
    { version: 1, who: 'HQ' },
  ])
})

test('a restart undoes nothing; a folder that changed is published, unless the command brought that already', async () => {
  const restarted = async () => {
    await start()
    const { chain: name, playbook } = await summary()
    return [playbook, name]
  }
  folderHolds(chain('One'))
  expect(await restarted()).toEqual([1, 'One'])
  await ask('/v1/playbooks', { files: files('Two'), ...by })
  expect(await restarted()).toEqual([2, 'Two'])
  folderHolds(chain('Three'))
  await ask('/v1/playbooks', { files: files('Three'), ...by })
  await ask('/v1/playbooks/rollback', { version: 2, ...by })
  expect(await restarted()).toEqual([4, 'Two'])
  folderHolds(chain('Four'))
  expect(await restarted()).toEqual([5, 'Four'])
  folderHolds(chain('Three'))
  expect(await restarted()).toEqual([6, 'Three'])
  folderHolds('chain: half')
  expect(await restarted()).toEqual([6, 'Three'])
})

test('a database from before versions had authors takes its newest version for what the folder held', async () => {
  folderHolds(chain('One'))
  await start()
  await hq?.close()
  hq = undefined
  const database = openHqDatabase(join(data, 'hq', 'hq.sqlite'))
  database.exec(`delete from meta where key = 'playbook folder'; delete from sweep`)
  database.close()
  await start()
  expect(await versions()).toHaveLength(1)
})

test('a pause says who and since when, names the stores that have not confirmed it, and outlives a restart', async () => {
  folderHolds(chain('One'))
  await start()
  const answer = await ask('/v1/pause', { paused: true, ...by })
  expect(answer.body).toEqual({ paused: true, changed: true, told: [], untold: ['harbour'] })
  expect((await summary()).paused).toMatchObject(by)
  await start()
  expect((await summary()).paused).toMatchObject(by)
  expect((await ask('/v1/pause', { paused: true, ...by })).body).toMatchObject({ changed: false })
  await ask('/v1/pause', { paused: false, ...by })
  expect((await summary()).paused).toBeUndefined()
})
