import { expect, test } from 'vitest'
import type { CustomerId, Epoch, EventId } from '@kairos/shared/ids'
import type { Batch, DocumentRow, Fact, FeedRow, GoneRow } from '@kairos/shared/wire/hq-hub'
import type { HubDisk } from '../memory/hub-disk.ts'
import { MemoryHubStorage } from '../memory/hub-storage.ts'
import { failing } from './check.ts'
import { hubStorageContract } from './hub-storage.ts'
import { memoryHub } from './memory-hub.ts'

/** Storages with one mistake each, by what they do wrong, and the check that shows it. */
const wrong: Record<string, [shown: string, Storage: typeof MemoryHubStorage]> = {
  'a cursor saved apart from the rows': [
    'SPEC 10: rows, identities, cursor',
    class extends MemoryHubStorage {
      override apply(batch: Batch, epoch: Epoch, bytes?: number): void {
        super.apply({ ...batch, rows: [] }, epoch, bytes)
        super.apply(batch, epoch)
      }
    },
  ],
  'rows saved one by one': [
    'SPEC 10: rows, identities, cursor',
    class extends MemoryHubStorage {
      override apply(batch: Batch, epoch: Epoch, bytes?: number): void {
        const { cursor } = this.position()
        for (const row of batch.rows) super.apply({ rows: [row], cursor, more: true }, epoch)
        super.apply({ ...batch, rows: [] }, epoch, bytes)
      }
    },
  ],
  'facts dropped when they are confirmed': [
    'SPEC 16: confirming',
    class extends MemoryHubStorage {
      override confirm(epoch: Epoch, upTo: number, setAside: readonly number[], erased?: readonly number[]): void {
        super.confirm(epoch, upTo, setAside, erased)
        this.change((disk) => void (disk.outbox = disk.outbox.filter(({ confirmed }) => !confirmed)))
      }
    },
  ],
  'facts dropped when they are contained': [
    'SPEC 8: another epoch',
    class extends MemoryHubStorage {
      override apply(batch: Batch, epoch: Epoch, bytes?: number): void {
        super.apply(batch, epoch, bytes)
        this.change((disk) => void (disk.outbox = disk.outbox.filter(({ contained }) => !contained)))
      }
    },
  ],
  'what is contained goes by the number alone': [
    'SPEC 11: numbers are those of one epoch',
    class extends MemoryHubStorage {
      protected override contain(disk: HubDisk, { customer, contains }: FeedRow): void {
        for (const kept of disk.outbox)
          if (contains && kept.customer === customer && kept.fact.n <= contains.n) kept.contained = true
      }
    },
  ],
  'what is contained is of the named epoch alone': [
    'SPEC 11: a base contains her facts',
    class extends MemoryHubStorage {
      protected override contain(disk: HubDisk, { customer, contains }: FeedRow): void {
        for (const kept of disk.outbox)
          if (kept.customer === customer && kept.fact.epoch === contains?.epoch && kept.fact.n <= contains.n)
            kept.contained = true
      }
    },
  ],
  'what is contained is everybody’s': [
    'SPEC 11: a base contains her facts',
    class extends MemoryHubStorage {
      protected override contain(disk: HubDisk, row: FeedRow, epoch: Epoch): void {
        for (const { customer } of disk.outbox) super.contain(disk, { ...row, customer }, epoch)
      }
    },
  ],
  'an epoch that is not known contains nothing': [
    'SPEC 12',
    class extends MemoryHubStorage {
      protected override contain(disk: HubDisk, row: FeedRow, epoch: Epoch): void {
        if (row.contains && disk.numbers.has(row.contains.epoch)) super.contain(disk, row, epoch)
      }
    },
  ],
  'an older row over a newer one': [
    'SPEC 23: an older document',
    class extends MemoryHubStorage {
      protected override isOlder(): boolean {
        return false
      }
    },
  ],
  'an older row kept out of another reading, too': [
    'SPEC 23: an older document',
    class extends MemoryHubStorage {
      protected override isOlder(disk: HubDisk, { customer, change }: FeedRow): boolean {
        return change < (disk.bases.get(customer)?.change ?? 0)
      }
    },
  ],
  'numbers read from the facts that are left': [
    'SPEC 2',
    class extends MemoryHubStorage {
      override lastNumber(epoch: Epoch): number {
        return Math.max(0, ...this.disk.outbox.filter(({ fact }) => fact.epoch === epoch).map(({ fact }) => fact.n))
      }
    },
  ],
  'events remembered until their fact is contained': [
    'SPEC 16: facts and event ids are kept',
    class extends MemoryHubStorage {
      override hasEvent(event: EventId): boolean {
        return this.disk.outbox.some(({ fact, contained }) => !contained && fact.event.id === event)
      }
    },
  ],
  'facts of several epochs sent together': [
    'SPEC 14',
    class extends MemoryHubStorage {
      override unsent(most: number): Fact[] {
        const unsent = this.disk.outbox.filter(({ confirmed }) => !confirmed)
        return unsent.slice(0, most).map(({ fact }) => fact)
      }
    },
  ],
  'what HQ lacks again stays confirmed': [
    'SPEC 15',
    class extends MemoryHubStorage {
      override confirm(epoch: Epoch, upTo: number, setAside: readonly number[], erased?: readonly number[]): void {
        const before = this.disk.outbox.filter(({ fact, confirmed }) => confirmed && fact.epoch === epoch)
        super.confirm(epoch, Math.max(upTo, ...before.map(({ fact }) => fact.n)), setAside, erased)
      }
    },
  ],
  'what is set aside stays in the view': [
    'SPEC 17',
    class extends MemoryHubStorage {
      override confirm(epoch: Epoch, upTo: number, _setAside: readonly number[], erased?: readonly number[]): void {
        super.confirm(epoch, upTo, [], erased)
      }
    },
  ],
  'HQ’s epoch ignored': [
    'SPEC 8',
    class extends MemoryHubStorage {
      override adopt(hqEpoch: Epoch, fromZero: boolean): void {
        const { outbox } = this.disk
        super.adopt(hqEpoch, fromZero)
        this.change((disk) => void (disk.outbox = outbox))
      }
    },
  ],
  'a reading again that sends everything again': [
    'SPEC 24',
    class extends MemoryHubStorage {
      override reread(): void {
        const { hqEpoch } = this.position()
        if (hqEpoch !== undefined) this.adopt(hqEpoch, true)
      }
    },
  ],
  'a reading that a restart forgets': [
    'SPEC 23: a reading from zero',
    class extends MemoryHubStorage {
      constructor(disk?: HubDisk) {
        super(disk && { ...disk, reading: { n: disk.reading.n, done: 0, bytes: 0 } })
      }
    },
  ],
  'a reading that removes before it has ended': [
    'SPEC 23: a reading from zero',
    class extends MemoryHubStorage {
      override removeUnnamed(most: number): boolean {
        this.change((disk) => void (disk.reading.is &&= 'removing'))
        return super.removeUnnamed(most)
      }
    },
  ],
  'a row that was asked for moves the cursor': [
    'SPEC 31',
    class extends MemoryHubStorage {
      override applyAhead(row: DocumentRow, epoch: Epoch): void {
        this.apply({ rows: [row], cursor: row.change, more: true }, epoch)
      }
    },
  ],
  'a row that was asked for brings back who is gone': [
    'SPEC 31',
    class extends MemoryHubStorage {
      override applyAhead(row: DocumentRow, epoch: Epoch): void {
        this.change((disk) => this.take(disk, row, epoch))
      }
    },
  ],
  'who is only another name is learnt from the feed alone': [
    'SPEC 31: a row that was asked for comes',
    class extends MemoryHubStorage {
      override applyAhead(row: DocumentRow, epoch: Epoch): void {
        super.applyAhead(row, epoch)
      }
    },
  ],
  'facts of who has left are dropped': [
    'SPEC 32',
    class extends MemoryHubStorage {
      protected override bury(disk: HubDisk, row: GoneRow): void {
        this.erase(disk, row.customer)
      }
    },
  ],
  'facts stay under a name that is only another one of hers': [
    'SPEC 34',
    class extends MemoryHubStorage {
      protected override bury(disk: HubDisk, row: GoneRow, epoch: Epoch): void {
        super.bury(disk, row.gone === 'merged' ? { ...row, gone: 'left' } : row, epoch)
      }
    },
  ],
  'facts of the erased are still sent': [
    'SPEC 35: of the erased nothing stays',
    class extends MemoryHubStorage {
      protected override erase(disk: HubDisk, customer: CustomerId): void {
        const { outbox } = disk
        super.erase(disk, customer)
        disk.outbox = outbox
      }
    },
  ],
  'a digest is not understood': [
    'SPEC 35: a digest',
    class extends MemoryHubStorage {
      protected override bury(disk: HubDisk, row: GoneRow, epoch: Epoch): void {
        if (row.gone === 'erased') this.erase(disk, row.customer)
        else super.bury(disk, row, epoch)
      }
    },
  ],
  'a pause that a restart forgets': [
    'SPEC 6, 19',
    class extends MemoryHubStorage {
      constructor(disk?: HubDisk) {
        super(disk && { ...disk, paused: false })
      }
    },
  ],
}

test.each(Object.entries(wrong))('the contract of a hub’s storage shows: %s', async (_, [shown, Storage]) => {
  const failed = await failing(hubStorageContract, memoryHub(Storage))
  expect(
    failed.some((title) => title.startsWith(shown)),
    `failed: ${failed.join('; ') || 'nothing'}`,
  ).toBe(true)
  // It is shown for what it is, and not because nothing works.
  expect(failed.length).toBeLessThan(hubStorageContract.length / 2)
})
