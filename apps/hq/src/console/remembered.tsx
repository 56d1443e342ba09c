import type { Tally } from '@kairos/shared/customer'
import type { Document } from './document.ts'
import { Table, type Column } from './table.tsx'
import { ago, count, date, moment, money } from './words.ts'

type Row = { key: string; name: string; part: boolean; tally: Tally }

/** One row per tally; those of a set stand below its name, the most counted first. */
function rowsOf(memory: Document['memory']): Row[] {
  return Object.entries(memory).flatMap(([name, entry]): Row[] => {
    const words = name.replaceAll('-', ' ')
    if ('n' in entry) return [{ key: name, name: words, part: false, tally: entry }]
    return Object.entries(entry.by)
      .toSorted(([a, x], [b, y]) => y.n - x.n || a.localeCompare(b))
      .map(([part, tally]) => ({ key: `${name}/${part}`, name: `${words}: ${part}`, part: true, tally }))
  })
}

const COLUMNS: Column<Row>[] = [
  { head: 'What', cell: ({ name }) => name },
  { head: 'Count', number: true, cell: ({ tally }) => count(tally.n) },
  { head: 'Sum', number: true, cell: ({ tally }) => (tally.sum === 0 ? '–' : money(tally.sum)) },
  {
    head: 'Last',
    number: true,
    cell: ({ tally }, { now }) => (
      <time title={`first ${moment(tally.first)}, last ${moment(tally.last)}`}>{ago(tally.last, now)}</time>
    ),
  },
]

export function Remembered({ document }: { document: Document }) {
  const consents = Object.entries(document.consent)
  return (
    <section aria-labelledby="remembered">
      <h2 id="remembered">Remembered</h2>
      <Table
        label="What is remembered"
        columns={COLUMNS}
        rows={rowsOf(document.memory)}
        rowKey={({ key }) => key}
        rowData={({ key }) => ({ 'data-memory': key })}
        empty="Nothing yet."
      />
      <p className="note">
        {consents.length === 0
          ? 'No consent given or withdrawn.'
          : consents
              .map(([purpose, { given, at }]) => `Consent to ${purpose} ${given ? 'given' : 'withdrawn'} ${date(at)}.`)
              .join(' ')}
      </p>
    </section>
  )
}
