import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { encodeSureSwipe, SURESWIPE } from '@kairos/devices/models/magtek-sureswipe'
import { sendReports } from '@kairos/devices/virtual'
import { GROUNDS } from './grounds.ts'
import { MESSAGE, openHub, type HubOfWords } from './hub-of-words.ts'
import { writeSettings } from './settings-file.ts'
import { inPage, logOf, shows, stateOf, until, type ShellUnderTest } from './shell-under-test.ts'

const CARD = '771234567890'
const doorSchema = z.object({ port: z.int(), token: z.string() })

describe.each(GROUNDS)('the compiled shell on $name', ({ isThere, start }) => {
  let data: string
  let hub: HubOfWords
  const running: ShellUnderTest[] = []
  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'kairos-shell-'))
    hub = await openHub()
    writeSettings(data, hub.url)
  })
  afterEach(async () => {
    for (const shell of running.splice(0)) await shell.stop()
    await hub.close()
    rmSync(data, { recursive: true, force: true })
  })
  const run = async (...more: string[]): Promise<ShellUnderTest> => {
    const shell = await start(data, ...more)
    running.push(shell)
    return shell
  }
  /** A card at a reader, through the device process. */
  const swipe = async () => {
    const file = join(data, 'kairos', 'devices.json')
    await until(
      () => existsSync(file),
      (isOpen) => isOpen,
    )
    const door = doorSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    await sendReports(door, SURESWIPE, [encodeSureSwipe('', `;${CARD}=0000?`)])
  }
  const withMessage = async (): Promise<ShellUnderTest> => {
    const shell = await run()
    await shows(shell, 'attract')
    await swipe()
    await shows(shell, 'message')
    return shell
  }
  const title = (shell: ShellUnderTest) => inPage(shell, `document.querySelector('h1')?.textContent`)
  /** From now on a new start is only told. */
  const noteRelaunch = (shell: ShellUnderTest) =>
    shell.main(({ app }) => {
      app.relaunch = (options) => process.stdout.write(`relaunch ${JSON.stringify(options?.args)}\n`)
    }, undefined)

  test.skipIf(!isThere)('a card at a reader becomes a message, and its answer reaches the hub', async () => {
    const shell = await withMessage()
    expect(await title(shell)).toBe(MESSAGE)
    expect(hub.identified).toEqual([{ identity: { kind: 'card', value: CARD }, strength: 'held' }])
    await inPage(shell, `document.querySelector('.asks button').click()`)
    await shows(shell, 'thanks')
    expect(hub.told.map(([name]) => name)).toContain('answer')
  })

  test.skipIf(!isThere)('a page whose process ends comes back with the message that was on the glass', async () => {
    const shell = await withMessage()
    await shell.main(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
      undefined,
    )
    await shows(shell, 'paused')
    await shows(shell, 'message')
    expect(await title(shell)).toBe(MESSAGE)
    expect(hub.identified).toHaveLength(1)
    expect(logOf(shell)).toMatch(/process is gone/)
  })

  test.skipIf(!isThere)('a page that stands still is ended, and comes back', { timeout: 90_000 }, async () => {
    const shell = await withMessage()
    void inPage(shell, `for (;;);`).catch(() => {})
    const ended = () => /does not answer|stands still/.test(logOf(shell))
    await until(ended, (isSo) => isSo, 40_000)
    await shows(shell, 'message')
    expect(await title(shell)).toBe(MESSAGE)
  })

  test.skipIf(!isThere)('a page that shows what it should not is ended, and comes back', async () => {
    const shell = await withMessage()
    // Again and again: on a busy machine the page may lose its host for a moment, and what it paints then mends it.
    await until(
      async () => {
        await inPage(shell, `document.querySelector('.glass').dataset.state = 'attract'; 0`).catch(() => {})
        return logOf(shell)
      },
      (log) => log.includes('does not show what it should'),
    )
    await shows(shell, 'message')
  })

  test.skipIf(!isThere)('one that is said to stand still has its grace', async () => {
    const shell = await withMessage()
    const say = (name: string) =>
      shell.main(({ BrowserWindow }, told) => {
        BrowserWindow.getAllWindows()[0]?.webContents.emit(told)
      }, name)
    await say('unresponsive')
    await say('responsive')
    await say('unresponsive')
    await until(
      () => logOf(shell),
      (log) => log.includes('the page stands still'),
    )
    expect(logOf(shell).match(/the page stands still/g)).toHaveLength(1)
    await shows(shell, 'paused', 'message')
  })

  test.skipIf(!isThere)('while main stands still the glass shows nothing personal', async () => {
    const shell = await withMessage()
    await inPage(
      shell,
      `globalThis.seen = []; new MutationObserver(() => seen.push(document.querySelector('.glass').dataset.state))
        .observe(document.querySelector('.glass'), { attributes: true, attributeFilter: ['data-state'] }); 0`,
    )
    await shell.main(() => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_000), undefined)
    await shows(shell, 'message')
    // A machine that is busy may lose it once more than it was made to.
    expect(await inPage(shell, '[...new Set(seen)].sort()')).toEqual(['message', 'offline'])
  })

  test.skipIf(!isThere)('a fault in main closes the window, starts the program again, and logs no words', async () => {
    const shell = await withMessage()
    await noteRelaunch(shell)
    await shell
      .main(() => {
        setImmediate(() => {
          throw new Error('Jane keyed 4111')
        })
      }, undefined)
      .catch(() => {})
    expect(await shell.ended).toBe(1)
    expect(shell.said()).toMatch(/relaunch .*--kairos-restarts=1/)
    expect(logOf(shell)).toMatch(/a fault in the program: Error at /)
    expect(logOf(shell) + shell.said()).not.toMatch(/Jane|4111/)
  })

  test.skipIf(!isThere)('where it cannot be started again it ends all the same, and says why once', async () => {
    const shell = await run()
    await shows(shell, 'attract')
    await shell
      .main(({ app }) => {
        app.relaunch = () => {
          setImmediate(() => {
            throw new Error('one more on the way out')
          })
          throw new Error('nothing is left to start')
        }
        setImmediate(() => {
          throw new Error('a fault')
        })
      }, undefined)
      .catch(() => {})
    expect(await shell.ended).toBe(1)
    expect(logOf(shell).match(/a fault in the program/g)).toHaveLength(1)
    expect(logOf(shell)).toMatch(/it could not be: Error at /)
  })

  test.skipIf(!isThere)('after the third end of the graphics process the program goes on without it', async () => {
    const shell = await run()
    await shows(shell, 'attract')
    await noteRelaunch(shell)
    const end = (type: string, reason: string) =>
      shell.main(({ app }, details) => void app.emit('child-process-gone', {}, details), { type, reason })
    await end('Utility', 'crashed')
    await end('GPU', 'clean-exit')
    await end('GPU', 'crashed')
    await end('GPU', 'crashed')
    expect(shell.said()).not.toMatch(/relaunch/)
    await end('GPU', 'oom').catch(() => {})
    expect(await shell.ended).toBe(1)
    expect(shell.said()).toMatch(/relaunch .*--kairos-restarts=1.*--kairos-without-gpu/)
  })

  test.skipIf(!isThere)('a program that started itself again waits a little, and says so', async () => {
    const shell = await run('--kairos-restarts=3', '--kairos-without-gpu')
    await shows(shell, 'paused')
    await shows(shell, 'attract')
    const accelerated = shell.main(({ app }) => 'isAccelerated' in app && app.isAccelerated, undefined)
    expect(await accelerated).toBe(false)
  })

  test.skipIf(!isThere)('a second program of the same screen ends at once', async () => {
    const shell = await run()
    await shows(shell, 'attract')
    const second = await start(data)
    expect(await second.ended).toBe(0)
    expect(await stateOf(shell)).toBe('attract')
  })

  test.skipIf(!isThere)('settings that cannot be used are told in words', async () => {
    writeSettings(data, hub.url, { role: 'fridge' })
    const shell = await start(data)
    expect(await shell.ended).toBe(78)
    expect(shell.said()).toMatch(/settings cannot be used[^]*role[^]*screen\.json[^]*docs\/screens-installing\.md/)
  })
})
