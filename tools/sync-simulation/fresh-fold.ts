import { advance, firstDocument, type Advanced } from '@kairos/dialogue/advance'
import { joinTwo } from '@kairos/hq/joining'
import type { Customer } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import type { CustomerId } from '@kairos/shared/ids'
import type { Done, Ledger } from './ledger.ts'

/** What comes of doing everything again: documents, the events in them, and how many lines the journal has. */
export type FreshFold = { documents: Map<CustomerId, Customer>; events: Map<CustomerId, Event[]>; happened: number }

export function freshFold(ledger: Ledger): FreshFold {
  const documents = new Map<CustomerId, Customer>()
  const events = new Map<CustomerId, Event[]>()
  const journal = new Map<CustomerId, number>()
  // Incentives stand in the journal, too.
  const note = (id: CustomerId, { happened, effects }: Advanced, more = 0) =>
    journal.set(
      id,
      (journal.get(id) ?? 0) + happened.length + effects.filter((effect) => 'incentive' in effect).length + more,
    )
  const forget = (id: CustomerId) => {
    for (const each of [documents, events, journal]) each.delete(id)
  }
  function fold({ id, input, playbooks }: Extract<Done, { input: object }>): void {
    const advanced = advance(playbooks, documents.get(id) ?? firstDocument(playbooks, id), input)
    documents.set(id, advanced.customer)
    note(id, advanced)
    if ('id' in input) events.set(id, [...(events.get(id) ?? []), input])
  }
  function join({ id, from, at, playbooks }: Extract<Done, { from: string }>): void {
    const [one, other] = [id, from].map((each) => documents.get(each) ?? firstDocument(playbooks, each))
    if (!one || !other) return
    // In the order in which they were folded.
    const both = [...(events.get(id) ?? []), ...(events.get(from) ?? [])].toSorted(
      (a, b) => ledger.placeOf(a.id) - ledger.placeOf(b.id),
    )
    const { kept, over } = joinTwo(playbooks)(one, other, at, () => both)
    const lines = journal.get(from) ?? 0
    forget(from)
    documents.set(id, kept.customer)
    events.set(id, both)
    note(id, kept)
    note(id, over, lines + 1)
  }
  for (const done of ledger.done) {
    if ('erased' in done) for (const id of done.erased) forget(id)
    else if ('input' in done) fold(done)
    else join(done)
  }
  return { documents, events, happened: [...journal.values()].reduce((sum, n) => sum + n, 0) }
}
