/** A bug of the store sync as somebody might make it: in `file`, `old` (which stands there once) becomes `becomes`. */
export type PlantedBug = { name: string; why: string; file: string; old: string; becomes: string }

const HUB = 'apps/hub/src/storage'
const HQ = 'apps/hq/src/storage/sqlite'
const REPLICA = 'packages/replica/src'

/** What goes up: facts, their numbers, and what is done with them at HQ. */
const UP: PlantedBug[] = [
  {
    name: 'fact dropped at confirmation',
    why: 'rule 16: HQ has it on disk, but no base contains it yet',
    file: `${HUB}/outbox.ts`,
    old: `'update outbox set confirmed = 1 where confirmed = 0 and epoch = ? and n <= ?'`,
    becomes: `'update outbox set confirmed = 1, contained = 1 where confirmed = 0 and epoch = ? and n <= ?'`,
  },
  {
    name: 'what is behind a gap is stored',
    why: 'rule 15',
    file: `${REPLICA}/hq-end.ts`,
    old: `if (fact.n === have + fresh.length + 1) fresh.push(fact)`,
    becomes: `if (fact.n > have) fresh.push(fact)`,
  },
  {
    name: 'what HQ lacks is not sent again',
    why: 'rule 15: an HQ restored from a backup answers with less than was confirmed',
    file: `${HUB}/outbox.ts`,
    old: `    sendFrom.run(epoch, upTo)\n`,
    becomes: ``,
  },
  {
    name: 'another epoch of HQ is no reason to send again',
    why: 'rule 8: HQ was restored, and the cursor holds all the same',
    file: `${HUB}/sqlite-replica.ts`,
    old: `} else if (hqEpoch !== before) outbox.sendUncontained()`,
    becomes: `}`,
  },
  {
    name: 'nothing is taken back from another history',
    why: 'rule 8: what bases contained, a restored HQ may lack',
    file: `${HUB}/sqlite-replica.ts`,
    old: `      outbox.takeBack()\n`,
    becomes: ``,
  },
  {
    name: 'how far an epoch is stored apart from its facts',
    why: 'rule 14: one transaction',
    file: `${HQ}/intake.ts`,
    old: `    ): void => takeFacts(hub, epoch, upTo, facts, setAside),`,
    becomes: `    ): void => {
      const have = lastNumber(hub, epoch)
      if (upTo > have) saveUpTo.run(hub, epoch, upTo)
      database.transaction(() => {
        for (const fact of facts) if (fact.n > have) takeFact(hub, fact)
        for (const each of setAside) if (each.n > have) keepAside(hub, each)
      })()
    },`,
  },
  {
    name: 'facts known as another customer’s are not set aside',
    why: 'rule 17',
    file: `${HQ}/intake.ts`,
    old: `    if (same) queue.run(`,
    becomes: `    if (same || n > 0) queue.run(`,
  },
  {
    name: 'an old line’s answer is taken',
    why: 'rule 9: what was said before HQ was restored is no news of what it has now',
    file: `${REPLICA}/hub-link.ts`,
    old: `        if (!stored.ok || !this.#open(line)) return\n`,
    becomes: `        if (!stored.ok) return\n`,
  },
  {
    name: 'a fact already known is folded again',
    why: 'rule 18: each event once',
    file: `${HQ}/folding.ts`,
    old: `if (isFolded.get(arrival.event)?.folded === NOT_YET) {`,
    becomes: `if (isFolded.get(arrival.event) !== undefined) {`,
  },
]

/** What comes down: the cursor, the feed, readings from zero, comparing. */
const DOWN: PlantedBug[] = [
  {
    name: 'cursor saved apart from rows',
    why: 'rule 10: one transaction',
    file: `${HUB}/sqlite-replica.ts`,
    old: `      bases.unhurried(() => apply(slice, epoch, bytes))\n`,
    becomes: `      move({ cursor: slice.cursor })\n      bases.unhurried(() => apply(slice, epoch, bytes))\n`,
  },
  {
    name: 'epoch ignored',
    why: 'rule 7: a cursor means nothing but in the epoch it was read in',
    file: `${REPLICA}/hq-end.ts`,
    old: `hqEpoch !== undefined && (await this.#storage.cursorHolds(hqEpoch, highest))`,
    becomes: `hqEpoch !== undefined`,
  },
  {
    name: 'a cursor of an epoch that HQ does not know holds',
    why: 'rule 7: a restored HQ may have given out as many changes again, and others',
    file: `${HQ}/feed.ts`,
    old: `      return found !== undefined && cursor <= (found.last ?? lastChange())`,
    becomes: `      return cursor <= Math.max(found?.last ?? 0, lastChange())`,
  },
  {
    name: 'a restored hub is not noticed',
    why: 'rule 12: HQ knows of an epoch that this database never used',
    file: `${HUB}/outbox.ts`,
    old: `      else containedBefore.run(customer, epoch)\n`,
    becomes: ``,
  },
  {
    name: 'cursor moved by a look-up',
    why: 'rule 31: what is between is lost',
    file: `${HUB}/sqlite-replica.ts`,
    old: `    move({ highest: Math.max(highest, row.change) })`,
    becomes: `    move({ cursor: row.change, highest: Math.max(highest, row.change) })`,
  },
  {
    name: 'what was looked up does not count for whether a cursor holds',
    why: 'rule 7: a restored HQ may lack what its row contains',
    file: `${HUB}/sqlite-replica.ts`,
    old: `    move({ highest: Math.max(highest, row.change) })`,
    becomes: `    move({ highest })`,
  },
  {
    name: 'a look-up does not say which names are hers',
    why: 'rule 31: her row may come before the tombstones of her other names',
    file: `${REPLICA}/hub-link.ts`,
    old: `this.#storage.applyAhead(row, this.#epoch, others)`,
    becomes: `this.#storage.applyAhead(row, this.#epoch, others && [])`,
  },
  {
    name: 'an older document takes the place of a newer',
    why: 'rules 23, 31',
    file: `${HUB}/bases.ts`,
    old: `       where excluded.change >= bases.change or excluded.reading <> bases.reading`,
    becomes: ``,
  },
  {
    name: 'a reading from zero removes before it ended',
    why: 'rule 23: what is here is served meanwhile',
    file: `${HUB}/bases.ts`,
    old: `      put(more ? so : { ...so, is: 'removing' })`,
    becomes: `      put(more && so.done < 1 ? so : { ...so, is: 'removing' })`,
  },
  {
    name: 'a reading from zero removes nobody',
    why: 'rule 23: it ends by removing whom it did not name',
    file: `${HUB}/bases.ts`,
    old: `    for (const { customer } of rows) forget(customer)\n`,
    becomes: ``,
  },
  {
    name: 'digest ranges off by one',
    why: 'rule 25: a range begins after the last customer of the one before',
    file: `${HQ}/feed-pages.ts`,
    old: `where s.store = ? and s.customer > ? and s.customer <= ? and s.gone is null`,
    becomes: `where s.store = ? and s.customer >= ? and s.customer <= ? and s.gone is null`,
  },
  {
    name: 'only the first range is compared',
    why: 'rule 25: all that a hub holds',
    file: `${REPLICA}/comparing.ts`,
    old: `    if (upTo === undefined) return 'same'\n`,
    becomes: `    return 'same'\n`,
  },
  {
    name: 'news during a pull is lost',
    why: 'rule 10: pull again until nothing comes',
    file: `${REPLICA}/feed-reader.ts`,
    old: `    this.#again = true\n    if (this.#busy) return\n`,
    becomes: `    if (this.#busy) return\n    this.#again = true\n`,
  },
  {
    name: 'a batch is applied wherever the cursor is',
    why: 'rule 22: only where it was asked from',
    file: `${REPLICA}/feed-reader.ts`,
    old: `if (storage.position().cursor !== at) {`,
    becomes: `if (storage.position().cursor < 0) {`,
  },
  {
    name: 'a version of the playbook never gives way',
    why: 'rule 20: a restored HQ may have given its number to another',
    file: `${HUB}/sqlite-replica.ts`,
    old: `on conflict do update set files = excluded.files'`,
    becomes: `on conflict do nothing'`,
  },
  {
    name: 'a hub that has the newest version has them all',
    why: 'rule 20: a push may have come before the answer to hello',
    file: `${REPLICA}/playbook-digest.ts`,
    old: `version > newest || (version >= from && has.get(version) !== digest)`,
    becomes: `version > newest || (has.has(version) && version >= from && has.get(version) !== digest)`,
  },
]

/** Who is who: strangers, merges, leaving, erasure. */
const WHO: PlantedBug[] = [
  {
    name: 'a tombstone contains what is not folded',
    why: 'rules 32, 34: what HQ has not folded yet stays to be sent',
    file: `${HQ}/merging.ts`,
    old: `'select epoch, n from folded_facts where store = ?'`,
    becomes: `'select h.epoch, h.up_to as n from hub_epochs h join folded_facts f using (store, epoch) where h.store = ?'`,
  },
  {
    name: 'facts waiting at the moment of erasure are not told to their hub',
    why: 'rule 35',
    file: `${HQ}/erasing.ts`,
    old: `const told: { store: string; named: string }[] = reportedBy.all(id)`,
    becomes: `const told: { store: string; named: string }[] = []`,
  },
  {
    name: 'rows of the erased are kept in an outbox',
    why: 'rule 35: a hub drops facts, sent or not',
    file: `${HUB}/tombstones.ts`,
    old: `    outbox.wipe(customer)\n`,
    becomes: ``,
  },
  {
    name: 'a stranger is not joined',
    why: 'rule 33: a profile with the identity merges the stranger into whose profile it is',
    file: `${HQ}/folding.ts`,
    old: `if (join && before !== undefined && before === strangerId(hash))`,
    becomes: `if (join && before !== undefined && before === id)`,
  },
  {
    name: 'an alias is not followed for a later fact',
    why: 'rule 34: later facts under it fold into its owner',
    file: `${HQ}/folding.ts`,
    old: `    const id = aliases.ownerOf(named)\n`,
    becomes: `    const id = named\n`,
  },
  {
    name: 'a merge does not tell the stores that met her',
    why: 'rule 34: every store that met her under it gets a tombstone',
    file: `${HQ}/merging.ts`,
    old: `        tell(store, from, into)\n`,
    becomes: ``,
  },
  {
    name: 'facts of a merged customer stay under her old id',
    why: 'rule 34: the hub takes facts over to the owner’s id',
    file: `${HUB}/tombstones.ts`,
    old: `    outbox.move(customer, row.into)\n`,
    becomes: ``,
  },
  {
    name: 'a later fact about the erased is stored',
    why: 'rule S8',
    file: `${HQ}/intake.ts`,
    old: `    if (isOfErased(event.customer)) return keepErased(hub, epoch, n)\n    const { seq`,
    becomes: `    const { seq`,
  },
  {
    name: 'who turns out to be her while she is erased is forgotten',
    why: 'rule 35: all her names, in one transaction',
    file: `${HQ}/erasing.ts`,
    old: `.some((name) => !ids.includes(name)))`,
    becomes: `.some((name) => !ids.includes(name) && at < 0))`,
  },
  {
    name: 'erasures are not repeated after a restore',
    why: 'rule 36',
    file: 'apps/hq/src/customers/registry.ts',
    old: `if (ids.length > 0) await storage.erase(ids, at, who)`,
    becomes: `if (ids.length < 0) await storage.erase(ids, at, who)`,
  },
]

export const PLANTED: readonly PlantedBug[] = [...UP, ...DOWN, ...WHO]
