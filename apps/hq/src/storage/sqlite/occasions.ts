import type { SqliteDatabase } from '@kairos/shared/database'
import type { Event } from '@kairos/shared/event'
import { occasionSchema, type Occasion, type OccasionView } from '@kairos/shared/hq-views'
import { customerIdSchema } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import { concerns, isPast, occasionEvent, type Candidate } from '../../occasions/occasion.ts'
import type { Announced, Reached, TakenIn } from '../storage.ts'

/** How far an occasion is: `store` only where it goes through its stores. */
type Position = { store: string; after: string; done: number; reached: number; ended: number }
type Row = Position & { seq: number; body: string; announced: number; total: number }
type Found = Candidate & { customer: string }
type Page = { rows: readonly Found[] } & Pick<Position, 'store' | 'after' | 'ended'>

const PROFILE = `json_extract(c.document, '$.profile.home') as home,
       json_extract(c.document, '$.profile.household') as household`

/**
 * Occasions of the chain, each with its place in the index that finds whom it concerns (rule E17). The events of
 * a batch and how far it came are one transaction, so whoever is killed goes on from there.
 */
export function occasionsIn(database: SqliteDatabase, takeIn: (events: readonly Event[]) => TakenIn) {
  const find = database.prepare<[string], Row>('select * from occasions where id = ?')
  const add = database.prepare<[string, string, number, number]>(
    `insert into occasions (id, body, announced, store, after, done, total, reached, ended)
     values (?, ?, ?, '', '', 0, ?, 0, 0)`,
  )
  const interested = database.prepare<[string], { n: number }>('select count(*) as n from interests where category = ?')
  const held = database.prepare<[string], { n: number }>(
    'select count(*) as n from subscriptions where gone is null and store in (select value from json_each(?))',
  )
  // A customer without a document is nobody's, but counts: a page that is not full is the last.
  const interestedAfter = database.prepare<[string, string, number], Found>(
    `select i.customer, i.last, ${PROFILE} from interests i left join customers c on c.id = i.customer
     where i.category = ? and i.customer > ? order by i.customer limit ?`,
  )
  const heldAfter = database.prepare<[string, string, number], Found>(
    `select s.customer, null as last, ${PROFILE} from subscriptions s left join customers c on c.id = s.customer
     where s.store = ? and s.gone is null and s.customer > ? order by s.customer limit ?`,
  )
  // Several go on side by side: a small one does not wait for the end of a large one.
  const underWay = database.prepare<[], Row>('select * from occasions where ended = 0 order by done, seq limit 1')
  const move = database.prepare<[Position & { seq: number }]>(
    'update occasions set store = @store, after = @after, done = @done, reached = @reached, ended = @ended where seq = @seq',
  )
  const all = database.prepare<[], Row>('select * from occasions order by seq desc')
  const allUnderWay = database.prepare<[], Row>('select * from occasions where ended = 0 order by seq desc')
  const waiting = database.prepare<[], { seq: number }>('select seq from arrivals limit 1')

  const candidates = ({ category, stores = [] }: Occasion): number =>
    (category === undefined ? held.get(JSON.stringify(stores)) : interested.get(category))?.n ?? 0

  const announce = database.transaction((occasion: Occasion, at: Ms): Announced => {
    const body = JSON.stringify(inOrder(occasion))
    const known = find.get(occasion.id)
    if (known) return known.body === body ? 'known' : 'other'
    add.run(occasion.id, body, at, candidates(occasion))
    return 'new'
  })

  /** The next to look at, in an index: so many at most, whomever of them it concerns. */
  function pageOf({ category, stores = [] }: Occasion, { store, after }: Row, most: number): Page {
    const ends = (rows: readonly Found[]) => rows.length < most
    const pastLast = (rows: readonly Found[]) => rows.at(-1)?.customer ?? after
    if (category !== undefined) {
      const rows = interestedAfter.all(category, after, most)
      return { rows, store, after: pastLast(rows), ended: ends(rows) ? 1 : 0 }
    }
    const current = store === '' ? (stores[0] ?? '') : store
    const rows = heldAfter.all(current, after, most)
    if (!ends(rows)) return { rows, store: current, after: pastLast(rows), ended: 0 }
    const next = stores.find((each) => each > current)
    return { rows, store: next ?? current, after: '', ended: next === undefined ? 1 : 0 }
  }

  const reachNext = database.transaction((now: Ms, most: number): Reached => {
    const row = underWay.get()
    if (!row) return { ended: true, stored: 0 }
    // What comes from stores and shops is folded first.
    if (waiting.get()) return { ended: false, stored: 0 }
    const occasion = occasionSchema.parse(JSON.parse(row.body))
    if (isPast(occasion, now)) {
      move.run({ ...row, ended: 1 })
      return { ended: false, stored: 0 }
    }
    const { rows, ...position } = pageOf(occasion, row, most)
    const events = rows
      .filter((each) => concerns(occasion, row.announced, each))
      .map(({ customer }) => occasionEvent(occasion, customerIdSchema.parse(customer), now))
    const { stored } = takeIn(events)
    move.run({ seq: row.seq, ...position, done: row.done + rows.length, reached: row.reached + stored })
    return { ended: false, stored }
  })

  return {
    announce: (occasion: Occasion, at: Ms): Announced => announce(occasion, at),
    reachNext: (now: Ms, most: number): Reached => reachNext(now, most),
    one(id: string): OccasionView | undefined {
      const row = find.get(id)
      return row && viewOf(row)
    },
    list: (which: 'all' | 'under way'): OccasionView[] => (which === 'all' ? all : allUnderWay).all().map(viewOf),
  }
}

/** The same content has the same text. */
function inOrder(occasion: Occasion): Occasion {
  const { stores, ...rest } = occasionSchema.parse(occasion)
  return stores === undefined ? rest : { ...rest, stores: [...new Set(stores)].toSorted() }
}

/** Who becomes interested meanwhile may still be found: then there are more than there were. */
const viewOf = ({ body, announced, done, total, reached, ended }: Row): OccasionView => ({
  ...occasionSchema.parse(JSON.parse(body)),
  announced,
  done,
  of: Math.max(total, done),
  reached,
  ended: ended === 1,
})
