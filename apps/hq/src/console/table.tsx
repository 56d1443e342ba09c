import type { ReactNode } from 'react'
import { useHq, type Hq } from './hq.ts'

export type Column<T> = {
  head: string
  cell: (row: T, hq: Hq) => ReactNode
  /** Numbers stand at the line's end, digit under digit. */
  number?: true
}

export type TableProps<T> = {
  /** What the table answers. Read out; the heading above it says the same to the eye. */
  label: string
  /** The first column names the row. */
  columns: readonly Column<T>[]
  rows: readonly T[]
  rowKey: (row: T) => string
  rowData?: (row: T) => Record<`data-${string}`, string>
  /** Stands in the table's place while there are no rows. */
  empty: ReactNode
}

/** So many columns fit wherever the console does. */
const FEW = 4

/**
 * A table that aligns, and that turns into short blocks of named figures where it has no room. The roles
 * are written out because a table laid out as blocks loses them in some browsers.
 */
export function Table<T>({ label, columns, rows, rowKey, rowData, empty }: TableProps<T>) {
  const hq = useHq()
  if (rows.length === 0) return <p className="empty">{empty}</p>
  return (
    <table className="table" role="table" aria-label={label} data-wide={columns.length > FEW || undefined}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ head, number }) => (
            <th key={head} scope="col" role="columnheader" data-number={number}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row" {...rowData?.(row)}>
            {columns.map(({ head, number, cell }, at) =>
              at === 0 ? (
                <th key={head} scope="row" role="rowheader">
                  {cell(row, hq)}
                </th>
              ) : (
                <td key={head} role="cell" data-number={number} data-head={head}>
                  {cell(row, hq)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
