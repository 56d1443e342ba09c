import { encodeQR } from 'qr'

/** The quiet zone that ISO/IEC 18004 asks for, in modules. */
const QUIET = 4

/** The modules of a QR code as one path, in units of a module, and how many there are on a side, with the quiet zone. */
export function codeModules(code: string): { path: string; side: number } {
  const rows = encodeQR(code, 'raw', { ecc: 'medium', border: QUIET })
  const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return { path, side: rows.length }
}

/** A code for a scanner or a telephone: black on white whatever the theme, because scanners want it so. */
export function CodeSquare({ code, label }: { code: string; label: string }) {
  const { path, side } = codeModules(code)
  return (
    <svg
      className="code-square"
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
