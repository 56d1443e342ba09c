import { useEffect, useState } from 'react'
import { MINUTE, SECOND } from '@kairos/shared/time'
import type { CustomerRow } from '@kairos/shared/hq-views'
import { customersSchema, known, useHq, useRead } from './hq.ts'
import { hashOf, standAt } from './place.ts'
import { Table, type Column } from './table.tsx'
import { NothingYet } from './trouble.tsx'
import { ago, count, moment, money } from './words.ts'

/** Typing pauses this long before HQ is asked. */
const PAUSE = SECOND / 4

export function CustomersPlace({ find }: { find: string }) {
  const hq = useHq()
  const [typed, setTyped] = useState(find)
  useEffect(() => {
    if (typed === find) return undefined
    return hq.clock.at(hq.clock.now() + PAUSE, () => standAt({ is: 'customers', find: typed }))
  }, [typed, find, hq.clock])
  const polled = useRead(`/v1/customers?${new URLSearchParams({ find }).toString()}`, customersSchema, hq)
  // While another search is on its way, the rows of the last one stay.
  const [last, setLast] = useState<{ find: string; rows: CustomerRow[] }>()
  const fresh = known(polled)
  if (fresh && (fresh !== last?.rows || find !== last.find)) setLast({ find, rows: fresh })
  const rows = fresh ?? last?.rows
  return (
    <section aria-labelledby="customers">
      <div className="searching">
        <h1 id="customers">Customers</h1>
        <search>
          <label>
            <span>First name, id, member or card number</span>
            <input
              type="search"
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </label>
        </search>
      </div>
      {rows ? <Found rows={rows} find={last?.find ?? find} /> : <NothingYet polled={polled} />}
    </section>
  )
}

const COLUMNS: Column<CustomerRow>[] = [
  {
    head: 'Customer',
    cell: ({ customer, first }) => (
      <a className="to-customer" href={hashOf({ is: 'customer', customer })}>
        {first ?? 'No name'} <span className="id">{customer}</span>
      </a>
    ),
  },
  { head: 'Tier', cell: ({ tier }) => tier ?? '–' },
  { head: 'Home', cell: ({ home }, { storeName }) => (home === undefined ? '–' : storeName(home)) },
  { head: 'Purchases', number: true, cell: ({ purchases }) => count(purchases) },
  { head: 'Spent', number: true, cell: ({ spent }) => money(spent) },
  {
    head: 'Last seen',
    cell: ({ last }, { now }) =>
      last === undefined ? (
        'never'
      ) : (
        <time title={moment(last)} data-now={now - last < MINUTE || undefined}>
          {ago(last, now)}
        </time>
      ),
  },
  { head: 'In dialogue', cell: ({ dialogues }) => dialogues.map((each) => each.replaceAll('-', ' ')).join(', ') },
]

/** HQ answers with so many at most. */
const MOST = 50

function Found({ rows, find }: { rows: CustomerRow[]; find: string }) {
  const ordered = useHeldOrder(rows, find)
  return (
    <div {...ordered.handlers}>
      <Table
        label="Customers found, the latest active first"
        columns={COLUMNS}
        rows={ordered.rows}
        rowKey={({ customer }) => customer}
        rowData={({ customer }) => ({ 'data-customer': customer })}
        empty={
          find === ''
            ? 'No customers yet. They come with the import, or with the first card at a kiosk.'
            : `Nobody’s first name or id begins with “${find}”.`
        }
      />
      <p className="note">
        {rows.length >= MOST
          ? `The ${count(MOST)} with the latest activity. Search to find others.`
          : 'The latest active first.'}
      </p>
    </div>
  )
}

/**
 * Rows keep their places while somebody points at them or has the focus among them: what is about to
 * be clicked must not move away. Their figures go on changing.
 */
function useHeldOrder(rows: CustomerRow[], find: string) {
  const [held, setHeld] = useState<{ find: string; ids: string[] }>()
  const hold = () => setHeld((before) => (before?.find === find ? before : { find, ids: idsOf(rows) }))
  const release = () => setHeld(undefined)
  const handlers = { onPointerEnter: hold, onPointerLeave: release, onFocus: hold, onBlur: release }
  if (held?.find !== find) return { rows, handlers }
  const byId = new Map(rows.map((row): [string, CustomerRow] => [row.customer, row]))
  return { rows: held.ids.flatMap((id) => byId.get(id) ?? []), handlers }
}

const idsOf = (rows: CustomerRow[]): string[] => rows.map(({ customer }) => customer)
