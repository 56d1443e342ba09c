import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { storeIdSchema } from '@kairos/shared/ids'
import { findElectron } from '../electron-shell/find-electron.ts'
import { openElectronKiosk } from './electron-kiosk.ts'

const soon = { timeout: 20_000, interval: 20 }
const noted = z.object({ argv: z.array(z.string()) })
let place: string
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'kairos-electron-'))
})
afterEach(() => rmSync(place, { recursive: true, force: true }))

const hub = {
  name: 'hub',
  url: 'http://127.0.0.1:4002',
  tokens: { screen: 'the token for screens' },
  devices: undefined,
  setAhead: async () => {},
  stop: async () => {},
}
const store = storeIdSchema.parse('harbour')

test('where Electron is missing it is said what is missing, and how to do without or with it', () => {
  const named = findElectron(join(place, 'electron'), undefined)
  expect(named).toEqual({
    ok: false,
    error: expect.stringContaining('KAIROS_ELECTRON names a folder without Electron'),
  })
  const none = findElectron(undefined, { folder: place, version: '45.4.1' })
  expect(none).toEqual({
    ok: false,
    error: expect.stringMatching(/Electron 45\.4\.1 is not on this machine.*<folder>/s),
  })
  writeFileSync(join(place, 'electron'), '')
  expect(findElectron(join(place, 'electron'), undefined)).toEqual({ ok: true, value: join(place, 'electron') })
})

test('the shell is started with settings that it understands, and ended with the dock', async () => {
  // Node stands in for Electron: it takes a program and arguments, too, and notes them.
  const main = join(place, 'main.mjs')
  const note = join(place, 'note.json')
  writeFileSync(
    main,
    `import { writeFileSync, renameSync } from 'node:fs'
     writeFileSync('${note}.new', JSON.stringify({ argv: process.argv.slice(2) })); renameSync('${note}.new', '${note}')
     setInterval(() => {}, 1000)`,
  )
  const data = join(place, 'data')
  mkdirSync(data)
  const said: string[] = []
  const kiosk = openElectronKiosk({ program: process.execPath, main }, { store, hub }, data, (why) => said.push(why))
  const settings = join(data, 'screen.json')
  await vi.waitFor(() => {
    const { argv } = noted.parse(JSON.parse(readFileSync(note, 'utf8')))
    expect(argv).toEqual([`--user-data-dir=${data}`, `--kairos-settings=${settings}`])
  }, soon)
  expect(JSON.parse(readFileSync(settings, 'utf8'))).toEqual({
    screen: 'harbour-kiosk-2',
    role: 'kiosk',
    zone: 'entrance',
    hub: hub.url,
    hubTokenFile: 'hub-token',
  })
  expect(readFileSync(join(data, 'hub-token'), 'utf8').trim()).toBe('the token for screens')
  await kiosk.stop()
  expect(said).toEqual([])
})

test('a window that ends by itself is told, and ends nothing else', async () => {
  const main = join(place, 'main.mjs')
  writeFileSync(main, 'process.exit(78)')
  const said: string[] = []
  const kiosk = openElectronKiosk({ program: process.execPath, main }, { store, hub }, place, (why) => said.push(why))
  await vi.waitFor(() => expect(said).toEqual([expect.stringContaining('it ended (78)')]), soon)
  await kiosk.stop()
})
