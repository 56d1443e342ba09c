import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Marks, in Electron's binary, where its fuses are; then come the layout's version, how many there are, and each as a digit. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** As Electron 45 ships: what a program may do that has not been packed for a shop. */
const AS_SHIPPED = '101100010'

/** A folder as an unpacked Electron for Linux is, with a binary that has fuses and does nothing. */
export function writeUnpackedElectron(folder: string, version: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  const wire = Buffer.from([1, AS_SHIPPED.length])
  const binary = [Buffer.alloc(64), Buffer.from(SENTINEL), wire, Buffer.from(AS_SHIPPED), Buffer.alloc(64)]
  writeFileSync(join(folder, 'electron'), Buffer.concat(binary), { mode: 0o755 })
  writeFileSync(join(folder, 'version'), version)
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'resources/default_app.asar'])
    writeFileSync(join(folder, name), 'of the stand-in')
}
