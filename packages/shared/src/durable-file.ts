import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'

/** Writes a file anew; all of it is on the disk when this returns, though perhaps not its name (`syncFolder`). */
export function writeDurably(file: string, text: string, mode: number): void {
  const descriptor = openSync(file, 'w', mode)
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** What was renamed or made in a folder survives the power going once this returns. Windows has no such call. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
