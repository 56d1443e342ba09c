import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { openElsewhere, type Elsewhere } from './elsewhere.ts'
import { GROUNDS } from './grounds.ts'
import { openHub, type HubOfWords } from './hub-of-words.ts'
import { LOCKS } from './locks/all-locks.ts'
import { writeSettings } from './settings-file.ts'
import { shows, type ShellUnderTest } from './shell-under-test.ts'

describe.each(GROUNDS)('the compiled shell on $name', ({ name, isThere, start }) => {
  const data = mkdtempSync(join(tmpdir(), 'kairos-shell-'))
  let hub: HubOfWords
  let elsewhere: Elsewhere
  let shell: ShellUnderTest
  beforeAll(async () => {
    if (!isThere) return
    hub = await openHub()
    elsewhere = await openElsewhere()
    writeSettings(data, hub.url)
    shell = await start(data)
    await shows(shell, 'attract')
  })
  afterAll(async () => {
    if (isThere) await shell.stop()
    await hub?.close()
    elsewhere?.close()
    rmSync(data, { recursive: true, force: true })
  })
  for (const { name: lock, only, holds } of LOCKS)
    test.skipIf(!isThere || (only === 'stand-in' && name !== 'the stand-in'))(lock, () => holds(shell, elsewhere))
})
