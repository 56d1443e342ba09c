/** Aligned columns: the first to the left, numbers to the right, words to the left. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  if (rows.length === 0) return []
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? wholeInWords(cell) : cell)))
  const isNumber = head.map((_, column) => rows.every((row) => typeof row[column] === 'number'))
  const widths = head.map((name, column) => Math.max(name.length, ...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    `  ${row
      .map((cell, column) => (isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()}`
  return [line(head), ...cells.map(line)]
}

export const wholeInWords = (n: number): string => String(Math.round(n)).replaceAll(/\B(?=(\d{3})+$)/g, ',')

export const shareInWords = (share: number): string => `${(share * 100).toFixed(1)} %`

const BARS = '▁▂▃▄▅▆▇█'

/** One bar for each value, the highest full. */
export function bars(values: readonly number[]): string {
  const most = Math.max(1, ...values)
  return values
    .map((value) => (value === 0 ? ' ' : (BARS[Math.ceil((value / most) * BARS.length) - 1] ?? ' ')))
    .join('')
}
