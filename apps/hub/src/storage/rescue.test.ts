import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { A, H1, id, row } from '@kairos/replica/contract/made-up'
import { DAY } from '@kairos/shared/time'
import { rebuild } from '../rebuild.ts'
import { Disk, diskTrouble } from './disk.ts'
import { hubIn } from './on-disk.fixture.ts'
import { openHubDatabase } from './open.ts'
import { openOrRescue, rebuildAtStart } from './rescue.ts'
import { smallDisk, unmount } from './small-disk.fixture.ts'

let folder: string
let said: string[]
const file = () => join(folder, 'hub.sqlite')
const say = (words: string) => void said.push(words)
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kairos-disk-'))
  said = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A hub with a playbook, 300 customers and 40 facts, of which HQ has confirmed 10. */
function filled(at = file()) {
  const database = openHubDatabase(at)
  const hub = hubIn(database)
  hub.storage.savePlaybook({ version: 1, files: { 'chain.yaml': 'chain: X' } })
  hub.storage.adopt(H1, true)
  const rows = Array.from({ length: 300 }, (_, n) => row(n + 1, id(`c${n}`)))
  hub.storage.apply({ rows, cursor: 300, more: false }, A)
  for (let n = 0; n < 40; n++) hub.record(`c${n}`)
  hub.storage.confirm(A, 10, [])
  hub.storage.saveCompared(DAY)
  return database
}

/** Writes over some of the file, as a dying disk does. */
function scribble(from: number, length: number): void {
  const descriptor = openSync(file(), 'r+')
  writeSync(descriptor, Buffer.alloc(length, 0x5a), 0, length, from)
  closeSync(descriptor)
}

describe('a damaged file', () => {
  test('SPEC 27: is kept, and what only the hub has is taken over; customers come from HQ again', () => {
    const database = filled()
    database.pragma('wal_checkpoint(TRUNCATE)')
    database.close()
    rebuildAtStart(file())
    const anew = openOrRescue(file(), say)
    const { storage, replica } = hubIn(anew)
    expect(storage.unsent(100).map(({ n }) => n)).toEqual(Array.from({ length: 30 }, (_, n) => n + 11))
    expect([storage.customers(), storage.position(), storage.lastNumber(A)]).toEqual([
      0,
      { cursor: 0, hqEpoch: H1, highest: 300 },
      40,
    ])
    expect([storage.reading()?.is, storage.compared(), storage.playbooks().length]).toEqual(['reading', undefined, 1])
    storage.apply({ rows: [row(301, id('c3'), { epoch: A, n: 4 })], cursor: 301, more: true }, A)
    expect(replica.view(id('c3'))?.now).toBe(301)
    anew.close()
    expect(said.join('\n')).toContain('outbox 40')
    expect(readdirSync(folder)).toContain('hub.sqlite.damaged-1')
    // It is made anew once.
    const next = openOrRescue(file(), say)
    expect(hubIn(next).storage.customers()).toBe(1)
    next.close()
  })

  test('SPEC 27: a hub that is killed while it takes over has lost nothing', () => {
    const unsent = (database: ReturnType<typeof openHubDatabase>) => hubIn(database).storage.unsent(100).length
    filled().close()
    rebuildAtStart(file())
    // Before the new one is whole: what there is of it is of no use.
    writeFileSync(`${file()}.new`, 'half')
    const first = openOrRescue(file(), say)
    expect(unsent(first)).toBe(30)
    first.close()
    // After the old one was moved aside, and before the new one took its place: the log is the old one's.
    renameSync(file(), `${file()}.new`)
    writeFileSync(`${file()}-wal`, 'of the old one')
    const second = openOrRescue(file(), say)
    expect(unsent(second)).toBe(30)
    second.close()
    expect(readFileSync(`${file()}.damaged-1-wal`, 'utf8')).toBe('of the old one')
    expect(readdirSync(folder)).not.toContain('hub.sqlite.new')
  })

  test('SPEC 27: that cannot be opened at all does not keep the hub from starting', () => {
    filled().close()
    rmSync(`${file()}-wal`, { force: true })
    scribble(0, 4096)
    const database = openOrRescue(file(), say)
    expect(hubIn(database).storage.customers()).toBe(0)
    expect(said).toEqual([expect.stringContaining('damaged'), expect.stringContaining('none of it can be read')])
    database.close()
  })

  test('SPEC 27: in the midst of customers serves the others, says what to do, and loses no fact', () => {
    const whole = filled()
    whole.pragma('wal_checkpoint(TRUNCATE)')
    const page = Number(whole.pragma('page_size', { simple: true }))
    const { rootpage } = whole.prepare("select rootpage from sqlite_master where name = 'bases'").get() as {
      rootpage: number
    }
    const leaves = whole
      .prepare("select pageno from dbstat where name = 'bases' and pagetype = 'leaf' order by pageno")
      .pluck()
    let leaf: number
    try {
      leaf = Number(leaves.all().at(-1))
    } catch {
      leaf = rootpage + 1
    }
    whole.close()
    scribble((leaf - 1) * page, page)
    const database = openOrRescue(file(), say)
    const { storage } = hubIn(database)
    const disk = new Disk(say)
    let served = 0
    for (let n = 0; n < 300; n++) {
      try {
        if (storage.base(id(`c${n}`))) served++
      } catch (error) {
        expect(disk.refused(error)).toBe(true)
      }
    }
    expect(served).toBeGreaterThan(0)
    expect(served).toBeLessThan(300)
    expect(said).toEqual([expect.stringContaining('kairos hub rebuild')])
    const rebuilt = rebuild({ database, link: {} as never, carry: () => {}, read: () => {} })
    expect(rebuilt.is).toBe('restart')
    database.close()
    const anew = openOrRescue(file(), say)
    expect(hubIn(anew).storage.depth()).toMatchObject({ unsent: 30 })
    anew.close()
  })
})

test('SPEC 27: a file that cannot be written is said to be so, and is read all the same', () => {
  const database = filled()
  database.pragma('query_only = 1')
  const { record, storage } = hubIn(database)
  let refused: unknown
  try {
    record('c1')
  } catch (error) {
    refused = error
  }
  expect(diskTrouble(refused)).toContain('cannot be written')
  expect(storage.base(id('c1'))?.now).toBe(2)
  const disk = new Disk(say)
  for (let n = 0; n < 3; n++) disk.refused(refused)
  expect([disk.trouble, said.length]).toEqual([diskTrouble(refused), 1])
  disk.took()
  expect(disk.trouble).toBeUndefined()
  database.close()
})

const mountable = smallDisk('64k')
if (mountable !== undefined) unmount(mountable)

describe.skipIf(mountable === undefined)('a small disk of its own (needs to mount)', () => {
  test('SPEC 27: on a full disk nothing that was confirmed is lost, and it goes on when there is room', () => {
    const place = smallDisk('6m') ?? ''
    try {
      const at = join(place, 'hub.sqlite')
      writeFileSync(join(place, 'filler'), Buffer.alloc(1024 * 1024))
      const database = filled(at)
      const hub = hubIn(database)
      let last = 0
      let refused: unknown
      while (refused === undefined) {
        try {
          last = hub.record('c1')?.n ?? last
        } catch (error) {
          refused = error
        }
      }
      expect(diskTrouble(refused)).toContain('the disk is full')
      expect(last).toBeGreaterThan(40)
      // Whoever is known is served.
      expect(hub.storage.base(id('c2'))?.now).toBe(3)
      expect(() =>
        hub.storage.apply(
          { rows: Array.from({ length: 900 }, (_, n) => row(n + 400, id(`d${n}`))), cursor: 1300, more: true },
          A,
        ),
      ).toThrow()
      expect(hub.storage.position().cursor).toBe(300)
      rmSync(join(place, 'filler'))
      expect(hub.record('c1')?.n).toBe(last + 1)
      database.close()
      const again = openHubDatabase(at)
      expect(again.pragma('integrity_check', { simple: true })).toBe('ok')
      expect(
        hubIn(again)
          .storage.factsOf(id('c1'))
          .map(({ n }) => n)
          .at(-1),
      ).toBe(last + 1)
      again.close()
    } finally {
      unmount(place)
    }
  })

  test('SPEC 27: mounted for reading only, the hub says at its start what to look at', () => {
    const place = smallDisk('6m') ?? ''
    try {
      mkdirSync(join(place, 'data'))
      const at = join(place, 'data', 'hub.sqlite')
      filled(at).close()
      const { size } = statSync(at)
      execFileSync('mount', ['-o', 'remount,ro', place])
      expect(() => openOrRescue(at, say)).toThrow(/cannot be written: check .* mounted for writing/)
      expect(statSync(at).size).toBe(size)
    } finally {
      unmount(place)
    }
  })
})
