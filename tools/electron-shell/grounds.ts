import { namedElectron } from './find-electron.ts'
import { startOnElectron } from './on-electron.ts'
import { startOnStandIn } from './on-standin.ts'
import type { ShellUnderTest } from './shell-under-test.ts'

/** What the compiled shell is tried on. Real Electron is where `KAIROS_ELECTRON` names it; elsewhere it is skipped by name. */
export type Ground = {
  name: 'the stand-in' | 'real Electron'
  isThere: boolean
  start: (data: string, ...more: string[]) => Promise<ShellUnderTest>
}

const electron = namedElectron()
export const GROUNDS: readonly Ground[] = [
  { name: 'the stand-in', isThere: true, start: async (data, ...more) => startOnStandIn(data, undefined, more) },
  {
    name: 'real Electron',
    isThere: electron !== undefined,
    start: (data, ...more) => startOnElectron(electron ?? '', data, more),
  },
]
