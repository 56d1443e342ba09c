import { Table, type Column } from './table.tsx'
import { count } from './words.ts'

const COLUMNS: Column<[channel: string, due: number]>[] = [
  { head: 'Channel', cell: ([channel]) => channel },
  { head: 'Due', number: true, cell: ([, n]) => count(n) },
]

/** What the dialogues would have said outside the stores. */
export function EffectsDue({ due }: { due: Record<string, number> }) {
  const rows = Object.entries(due).toSorted(([a], [b]) => a.localeCompare(b))
  return (
    <section aria-labelledby="effects">
      <h2 id="effects">What waits to be sent?</h2>
      <Table
        label="Effects due per channel"
        columns={COLUMNS}
        rows={rows}
        rowKey={([channel]) => channel}
        rowData={([channel]) => ({ 'data-channel': channel })}
        empty="Nothing is due."
      />
      <p className="note">
        These channels are not connected yet: nothing leaves the house. What the dialogues ask for is recorded as due
        and is kept.
      </p>
    </section>
  )
}
