import { describe, expect, test } from 'vitest'
import { epochSchema } from '@kairos/shared/ids'
import { fail, ok, type Result } from '@kairos/shared/result'
import {
  helloSchema,
  type Batch,
  type Fact,
  type PublishedPlaybook,
  type Stored,
  type Welcome,
} from '@kairos/shared/wire/hq-hub'
import { HubLink, type HqPort } from './hub-link.ts'
import type { HubStorage } from './hub-storage.ts'
import { digestOfFiles } from './playbook-digest.ts'

const A = epochSchema.parse('aaaaaaaaaaaaaaaa')
const H1 = epochSchema.parse('1111111111111111')
const H2 = epochSchema.parse('2222222222222222')

/** A hub whose disk is two variables, and a line on which the test answers each question itself. */
function hub(facts: number[] = [], playbooks: PublishedPlaybook[] = []) {
  let position: ReturnType<HubStorage['position']> = { cursor: 0, hqEpoch: undefined, highest: 0 }
  let have = 0
  let paused = false
  const storage = {
    position: () => position,
    playbooks: () => playbooks,
    paused: () => paused,
    savePaused: (now) => (paused = now),
    adopt: (hqEpoch, fromZero) => (position = { ...position, cursor: fromZero ? 0 : position.cursor, hqEpoch }),
    apply: (batch) => (position = { ...position, cursor: batch.cursor }),
    unsent: () => facts.filter((n) => n > have).map((n) => ({ epoch: A, n }) as Fact),
    confirm: (_epoch, upTo) => (have = upTo),
  } as Partial<HubStorage> as HubStorage
  const link = new HubLink(storage, A, () => 0, { clockOffset() {}, playbook() {}, applied() {} })
  return { link, facts, position: () => position, have: () => have, paused: () => paused }
}

function line() {
  type Asked = { what: string; message: unknown; answer: (result: Result<never, string>) => void }
  const asked: Asked[] = []
  const ask = (what: string) => (message: unknown) =>
    new Promise<Result<never, string>>((answer) => asked.push({ what, message, answer }))
  const port = { hello: ask('hello'), pull: ask('pull'), facts: ask('facts') } as HqPort
  return {
    port,
    /** Answers the oldest question of a kind. */
    async answer(what: string, value: Welcome | Batch | Stored | string): Promise<unknown> {
      await settle()
      const index = asked.findIndex((each) => each.what === what)
      const [question] = index === -1 ? [] : asked.splice(index, 1)
      question?.answer((typeof value === 'string' ? fail(value) : ok(value)) as Result<never, string>)
      await settle()
      return question?.message
    },
    asked: () => asked.map(({ what }) => what),
  }
}
const settle = () => new Promise((resolve) => setImmediate(resolve))
const welcome = (hqEpoch = H1, cursorHolds = true): Welcome => ({ hqEpoch, now: 0, cursorHolds, playbooks: [] })
const nothing = (cursor = 0): Batch => ({ rows: [], cursor, more: false })

test('SPEC 20: at hello a hub names its newest versions with their digests, fifty at most', async () => {
  const playbooks = Array.from({ length: 60 }, (_, n) => ({ version: n + 1, files: { 'chain.yaml': `${n}` } }))
  const { link } = hub([], playbooks)
  const up = line()
  void link.connected(up.port)
  const hello = helloSchema.parse(await up.answer('hello', welcome()))
  expect(hello).toMatchObject({ playbook: 60 })
  expect(hello.playbooks?.length).toBe(50)
  expect(hello.playbooks?.at(-1)).toEqual({ version: 60, digest: digestOfFiles({ 'chain.yaml': '59' }) })
})

test('SPEC 19: at hello a hub hears whether all speaking is paused; an older HQ that does not say so has not paused', async () => {
  const { link, paused } = hub()
  for (const [told, then] of [
    [true, true],
    [undefined, false],
  ] as const) {
    const each = line()
    void link.connected(each.port)
    await each.answer('hello', told === undefined ? welcome() : { ...welcome(), paused: told })
    expect(paused()).toBe(then)
  }
})

describe('SPEC 9: what one connection began no other goes on with', () => {
  test('a line that drops in the middle of hello is not up', async () => {
    const { link, position } = hub()
    const first = line()
    const greeted = link.connected(first.port)
    link.disconnected()
    await first.answer('hello', welcome())
    expect(await greeted).toEqual(fail('the line was cut'))
    expect([link.up, position().hqEpoch]).toEqual([false, undefined])
  })

  test('the welcome of an old line does not count on a new one', async () => {
    const { link, position } = hub()
    const [first, second] = [line(), line()]
    void link.connected(first.port)
    void link.connected(second.port)
    await second.answer('hello', welcome(H2))
    await first.answer('hello', welcome(H1))
    expect(position().hqEpoch).toBe(H2)
  })

  test('the end of an old line does not end the one that took its place', async () => {
    const { link } = hub()
    const [first, second] = [line(), line()]
    void link.connected(first.port)
    void link.connected(second.port)
    await second.answer('hello', welcome())
    link.disconnected(first.port)
    expect(link.up).toBe(true)
    link.disconnected(second.port)
    expect(link.up).toBe(false)
  })

  test('a batch that comes after the line was cut is not applied, even if the cursor is where it was', async () => {
    const { link, position } = hub()
    const [first, second] = [line(), line()]
    void link.connected(first.port)
    await first.answer('hello', welcome(H1))
    link.disconnected()
    void link.connected(second.port)
    await second.answer('hello', welcome(H2, false))
    await first.answer('pull', nothing(200))
    expect(position().cursor).toBe(0)
  })

  test('a new line reads and sends although the old one’s questions have not failed yet', async () => {
    const { link, have } = hub([1, 2])
    const [first, second] = [line(), line()]
    void link.connected(first.port)
    await first.answer('hello', welcome())
    expect(first.asked()).toEqual(['pull', 'facts'])
    link.disconnected()
    void link.connected(second.port)
    await second.answer('hello', welcome())
    expect(second.asked()).toEqual(['pull', 'facts'])
    await first.answer('facts', 'the line is down')
    await second.answer('facts', { epoch: A, upTo: 2, setAside: [] })
    expect(have()).toBe(2)
  })

  test('what failed while the line stayed up is asked again by retry, the greeting too', async () => {
    const { link } = hub([1])
    const first = line()
    void link.connected(first.port)
    await first.answer('hello', 'HQ is starting')
    expect(link.up).toBe(false)
    void link.retry()
    await first.answer('hello', welcome())
    await first.answer('facts', 'HQ is busy')
    await first.answer('pull', 'HQ is busy')
    expect(first.asked()).toEqual([])
    void link.retry()
    await settle()
    expect(first.asked()).toEqual(['pull', 'facts'])
  })
})

describe('facts on their way up', () => {
  test('SPEC 2: what a transaction has recorded is not sent before it has ended', async () => {
    const { link, facts } = hub()
    const first = line()
    void link.connected(first.port)
    await first.answer('hello', welcome())
    await settle()
    facts.push(1)
    void link.send()
    facts.pop()
    await settle()
    expect(first.asked()).not.toContain('facts')
  })

  test('SPEC 15: numbers that the hub no longer has are sent bare', async () => {
    const { link, have } = hub([4, 5])
    const first = line()
    void link.connected(first.port)
    await first.answer('hello', welcome())
    await first.answer('facts', { epoch: A, upTo: 1, setAside: [] })
    expect(await first.answer('facts', { epoch: A, upTo: 3, setAside: [2, 3] })).toEqual({
      facts: [
        { epoch: A, n: 2 },
        { epoch: A, n: 3 },
      ],
    })
    await first.answer('facts', { epoch: A, upTo: 5, setAside: [] })
    expect(have()).toBe(5)
  })
})
