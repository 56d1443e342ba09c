import { expect, test } from 'vitest'
import { erasedName } from '@kairos/shared/erased'
import type { CustomerId, Epoch, StoreId } from '@kairos/shared/ids'
import type { IdentityHash } from '@kairos/shared/identity'
import type { Ms } from '@kairos/shared/time'
import type { Batch, LookedUp, Fact } from '@kairos/shared/wire/hq-hub'
import type { Range } from '../digest.ts'
import type { SetAside } from '../hq-storage.ts'
import type { Entry } from '../memory/hq-disk.ts'
import type { Engine } from '../memory/hq-folding.ts'
import { MemoryHqStorage, type MemoryHqOptions } from '../memory/hq-storage.ts'
import type { Transaction } from '../memory/transactions.ts'
import { failing } from './check.ts'
import { hqStorageContract } from './hq-storage.ts'
import { engine } from './hq-under-test.ts'
import { memoryHq } from './memory-hq.ts'

/** Storages with one mistake each, by what they do wrong, and the check that shows it. */
const wrong: Record<string, [shown: string, Storage: typeof MemoryHqStorage]> = {
  'a number is read before lower ones are committed': [
    'SPEC 4, 10: a feed never reads past',
    class extends MemoryHqStorage {
      protected override horizon(): number {
        return Infinity
      }
    },
  ],
  'only small batches wait for lower numbers': [
    'SPEC 4, 10: big batches',
    class extends MemoryHqStorage {
      #big = false
      protected override horizon(): number {
        return this.#big ? Infinity : super.horizon()
      }
      override async bulkAfter(store: StoreId, cursor: number, most: number) {
        this.#big = true
        const answer = super.bulkAfter(store, cursor, most)
        this.#big = false
        return answer
      }
    },
  ],
  'a number that was rolled back is waited for': [
    'SPEC 10: a number whose transaction was rolled back',
    class extends MemoryHqStorage {
      #lowest = Infinity
      protected override horizon(): number {
        this.#lowest = Math.min(this.#lowest, super.horizon())
        return this.#lowest
      }
      override lookUp(store: StoreId, identity: IdentityHash, at: Ms): Promise<LookedUp> {
        const answer = super.lookUp(store, identity, at)
        this.horizon()
        return answer
      }
    },
  ],
  'a look-up does not wait for a change of hers': [
    'SPEC 31: a store that asks for her while',
    class extends MemoryHqStorage {
      constructor(engine: Engine, options?: MemoryHqOptions) {
        super(engine, options)
        const { documents } = this.tables
        documents.lock = () => {}
      }
    },
  ],
  'the cursor of a batch is HQ’s last number': [
    'SPEC 10: a batch holds',
    class extends MemoryHqStorage {
      override async feedAfter(store: StoreId, cursor: number, most: number): Promise<Batch> {
        return { ...(await super.feedAfter(store, cursor, most)), cursor: this.disk.lastChange.n }
      }
    },
  ],
  'a full batch always says that there is more': [
    'SPEC 10: a batch holds',
    class extends MemoryHqStorage {
      override async feedAfter(store: StoreId, cursor: number, most: number): Promise<Batch> {
        const batch = await super.feedAfter(store, cursor, most)
        return { ...batch, more: batch.rows.length === most }
      }
    },
  ],
  'rows in the order in which stores came to hold them': [
    'SPEC 10: who changes while a hub reads',
    class extends MemoryHqStorage {
      protected override entriesAfter(store: StoreId, cursor: number): Entry[] {
        return super.entriesAfter(store, cursor).toSorted((a, b) => (a.customer < b.customer ? -1 : 1))
      }
    },
  ],
  'tombstones are left out': [
    'SPEC 35: an erasure tells',
    class extends MemoryHqStorage {
      protected override entriesAfter(store: StoreId, cursor: number): Entry[] {
        return super.entriesAfter(store, cursor).filter(({ gone }) => !gone)
      }
    },
  ],
  'the erased keep their ids': [
    'SPEC 35: an erasure tells',
    class extends MemoryHqStorage {
      override async heard(): Promise<void> {}
    },
  ],
  'the erased lose their ids before they are read of': [
    'SPEC 35: an erasure tells',
    class extends MemoryHqStorage {
      override heard(store: StoreId, at: Ms): Promise<void> {
        return super.heard(store, at, Infinity)
      }
    },
  ],
  'a later fact about the erased is taken': [
    'SPEC 35: a later fact',
    class extends MemoryHqStorage {
      override async erase(customer: CustomerId): Promise<void> {
        await super.erase(customer)
        await this.run((by) => this.tables.erased.delete(erasedName(customer), by))
      }
    },
  ],
  'whose other name was merged away is nobody’s': [
    'SPEC 34: another name of somebody',
    class extends MemoryHqStorage {
      override async merge(into: CustomerId, from: CustomerId): Promise<boolean> {
        const { aliases } = this.disk
        const done = await super.merge(into, from)
        await this.run((by) => {
          for (const [alias, owner] of aliases) this.tables.aliases.put(alias, owner, by)
        })
        return done
      }
    },
  ],
  'HQ’s epoch ignored': [
    'SPEC 7',
    class extends MemoryHqStorage {
      override async cursorHolds(_epoch: Epoch, cursor: number): Promise<boolean> {
        return cursor <= this.disk.lastChange.n
      }
    },
  ],
  'an epoch holds whatever comes later': [
    'SPEC 7',
    class extends MemoryHqStorage {
      override async cursorHolds(epoch: Epoch, cursor: number): Promise<boolean> {
        return this.disk.epochs.has(epoch) && cursor <= this.disk.lastChange.n
      }
    },
  ],
  'a hub’s epochs ignored': [
    'SPEC 14: facts are stored durably',
    class extends MemoryHqStorage {
      override async lastNumber(store: StoreId): Promise<number> {
        return Math.max(0, ...[...this.disk.stored].flatMap(([key, n]) => (key.startsWith(`${store} `) ? [n] : [])))
      }
    },
  ],
  'an epoch goes back, and its facts are taken again': [
    'SPEC 14: numbers that are stored',
    class extends MemoryHqStorage {
      override async takeFacts(
        store: StoreId,
        epoch: Epoch,
        upTo: number,
        facts: readonly Fact[],
        setAside: readonly SetAside[],
      ): Promise<void> {
        await this.run((by) => this.tables.stored.delete(`${store} ${epoch}`, by))
        await super.takeFacts(store, epoch, upTo, facts, setAside)
      }
    },
  ],
  'facts forgotten by a restart': [
    'SPEC 14: facts are stored durably',
    class extends MemoryHqStorage {
      constructor(engine: Engine, { disk, ...options }: MemoryHqOptions = {}) {
        super(engine, disk ? { ...options, disk: { ...disk, stored: new Map() } } : options)
      }
    },
  ],
  'a fact contained when it is stored': [
    'SPEC 11: a fact is contained once it is folded',
    class extends MemoryHqStorage {
      protected override takeFact(store: StoreId, fact: Fact, by: Transaction): void {
        super.takeFact(store, fact, by)
        const key = `${store} ${fact.event.customer}`
        const entry = this.tables.feed.get(key, by)
        if (entry) this.tables.feed.put(key, { ...entry, contains: { epoch: fact.epoch, n: fact.n } }, by)
      }
    },
  ],
  'a fact whose event is known is not queued': [
    'SPEC 11: a fact is contained once it is folded',
    class extends MemoryHqStorage {
      protected override takeFact(store: StoreId, fact: Fact, by: Transaction): void {
        if (!this.tables.events.get(fact.event.id, by)) super.takeFact(store, fact, by)
      }
    },
  ],
  'all that was ever set aside is told': [
    'SPEC 17: what was set aside',
    class extends MemoryHqStorage {
      override setAsideAmong(store: StoreId, epoch: Epoch): Promise<number[]> {
        return super.setAsideAmong(store, epoch, 1, Infinity)
      }
    },
  ],
  'a look-up that the store’s feed knows nothing of': [
    'SPEC 31: who is looked up',
    class extends MemoryHqStorage {
      override lookUp(store: StoreId, identity: IdentityHash, at: Ms): Promise<LookedUp> {
        return new MemoryHqStorage(engine, { disk: this.disk }).lookUp(store, identity, at)
      }
    },
  ],
  'ranges that say nothing of what moved': [
    'SPEC 25',
    class extends MemoryHqStorage {
      override async heldIn(store: StoreId, range: Range, _cursor: number, most: number) {
        return super.heldIn(store, range, Infinity, most)
      }
    },
  ],
  'ranges without an end': [
    'SPEC 25',
    class extends MemoryHqStorage {
      override heldIn(store: StoreId, { after }: Range, cursor: number, most: number) {
        return super.heldIn(store, { after }, cursor, most)
      }
    },
  ],
  'nobody ever leaves': [
    'SPEC 32',
    class extends MemoryHqStorage {
      override async leave(): Promise<void> {}
    },
  ],
}

test.each(Object.entries(wrong))('the contract of HQ’s storage shows: %s', async (_, [shown, Storage]) => {
  const failed = await failing(hqStorageContract, memoryHq(Storage))
  expect(
    failed.some((title) => title.startsWith(shown)),
    `failed: ${failed.join('; ') || 'nothing'}`,
  ).toBe(true)
  // It is shown for what it is, and not because nothing works.
  expect(failed.length, failed.join('; ')).toBeLessThan(hqStorageContract.length / 2)
})
