import type { Summary } from '@kairos/shared/hq-views'
import { rateOf, type Rate } from './rate.ts'
import { Table, type Column } from './table.tsx'
import { count, percent } from './words.ts'

type Row = Summary['runs'][number]

const ended = ({ won, lost, over }: Row): number => won + lost + over

const COLUMNS: Column<Row>[] = [
  { head: 'Dialogue', cell: ({ dialogue }) => dialogue.replaceAll('-', ' ') },
  { head: 'Active', number: true, cell: ({ active }) => count(active) },
  { head: 'Won', number: true, cell: ({ won }) => count(won) },
  { head: 'Lost', number: true, cell: ({ lost }) => count(lost) },
  { head: 'Over', number: true, cell: ({ over }) => count(over) },
  { head: 'Held out', number: true, cell: ({ heldOut }) => count(heldOut) },
  { head: 'Won of ended', cell: (row) => <Share rate={rateOf(row.won, ended(row))} /> },
]

/** Of the runs that ended, which share was won, and how sure is that? */
export function DialoguesTable({ runs }: { runs: Row[] }) {
  return (
    <section aria-labelledby="dialogues">
      <h2 id="dialogues">Which dialogues reach their goal?</h2>
      <Table
        label="Runs of each dialogue"
        columns={COLUMNS}
        rows={runs}
        rowKey={({ dialogue }) => dialogue}
        rowData={({ dialogue }) => ({ 'data-dialogue': dialogue })}
        empty="No dialogue has begun yet. The first events begin them."
      />
      {runs.length > 0 && (
        <p className="note">
          The bar is the range in which the true share lies, 19 times of 20; the mark is what was counted. It does not
          yet say what the dialogue itself brought about: that takes the comparison with those held out.
        </p>
      )}
    </section>
  )
}

const at = (share: number): string => `${(share * 100).toFixed(2)}%`

/** A share on a line from 0 to 100 %, with its range, and in figures. */
function Share({ rate }: { rate: Rate | undefined }) {
  if (!rate) return <span className="share">none ended yet</span>
  return (
    <span className="share">
      <svg className="range" aria-hidden="true" width="100%" height="16">
        <line className="range-scale" x1="0" x2="100%" y1="8" y2="8" />
        <rect className="range-bar" x={at(rate.low)} width={at(rate.high - rate.low)} y="4" height="8" />
        <line className="range-mark" x1={at(rate.share)} x2={at(rate.share)} y1="1" y2="15" />
      </svg>
      <span className="share-words">
        {percent(rate.share)}{' '}
        <span>
          ({percent(rate.low)} to {percent(rate.high)})
        </span>
      </span>
    </span>
  )
}
