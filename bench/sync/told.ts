/** One line of the table that the run ends with; `met` is absent where there is no aim. */
type Told = { what: string; aim: string; measured: string; met: boolean | undefined }

const told: Told[] = []

export const tell = (what: string, aim: string, measured: string, met?: boolean): void =>
  void told.push({ what, aim, measured, met })

const verdict = ({ met }: Told): string => (met === undefined ? '' : met ? 'met' : 'MISSED')

/** All that was told, as a table. */
export function table(): string {
  const rows = [['', 'aim', 'measured', ''], ...told.map((each) => [each.what, each.aim, each.measured, verdict(each)])]
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
