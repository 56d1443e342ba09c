import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of its own, where mounting is allowed. */
export function smallDisk(size: string): string | undefined {
  const place = mkdtempSync(join(tmpdir(), 'kairos-small-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', place], { stdio: 'ignore' })
    return place
  } catch {
    rmSync(place, { recursive: true })
    return undefined
  }
}

export function unmount(place: string): void {
  execFileSync('umount', ['-l', place])
  rmSync(place, { recursive: true })
}
