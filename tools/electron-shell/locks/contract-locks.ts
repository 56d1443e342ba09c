import assert from 'node:assert/strict'
import { inPage, shows, stateOf, until } from '../shell-under-test.ts'
import type { Lock } from './lock.ts'

/** Somebody who is not the page presses a key, as main would hear it. */
const strangers = {
  'another page': { url: 'https://example.com/', parent: null, isOther: false },
  'another scheme’s page of the same name': { url: 'http://screen/index.html', parent: null, isOther: false },
  'a frame within the page': { url: 'kairos://screen/index.html', parent: {}, isOther: false },
  'another window': { url: 'kairos://screen/index.html', parent: null, isOther: true },
}

export const CONTRACT_LOCKS: readonly Lock[] = [
  ...Object.entries(strangers).map(([who, stranger]): Lock => ({
    name: `${who} is not heard`,
    async holds(shell) {
      await shell.main(({ BrowserWindow, ipcMain }, { url, parent, isOther }) => {
        const sender = isOther ? {} : BrowserWindow.getAllWindows()[0]?.webContents
        ipcMain.emit('kairos:press', { sender, senderFrame: { url, parent } }, { press: 'keypad' })
        ipcMain.emit('kairos:press', { sender, senderFrame: null }, { press: 'keypad' })
      }, stranger)
      // What was heard before this is on the glass by then.
      await inPage(shell, `new Promise((resolve) => setTimeout(resolve, 400))`)
      assert.equal(await stateOf(shell), 'attract')
    },
  })),
  {
    name: 'the page itself is heard',
    async holds(shell) {
      await inPage(shell, `kairos.send({ press: 'keypad' })`)
      await shows(shell, 'keypad')
      await inPage(shell, `kairos.send({ press: 'cancel' })`)
      await shows(shell, 'attract')
    },
  },
  {
    name: 'between two shoppers everything that a page can keep is wiped',
    async holds(shell) {
      await inPage(shell, `kairos.send({ press: 'keypad' })`)
      await shows(shell, 'keypad')
      await shell.main(async ({ clipboard }) => {
        await clipboard.writeText('what she copied')
        await clipboard.selection?.writeText('what she marked')
      }, undefined)
      await inPage(
        shell,
        `(async () => {
          localStorage.setItem('a', '1')
          sessionStorage.setItem('a', '1')
          await caches.open('a')
          await new Promise((resolve) => { indexedDB.open('a').onsuccess = (e) => resolve(e.target.result.close()) })
        })()`,
      )
      const kept = async () => {
        const inThePage = await inPage(
          shell,
          `(async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length,
            (await indexedDB.databases()).length].join())()`,
        )
        const copied = await shell.main(
          async ({ clipboard }) => [await clipboard.readText(), (await clipboard.selection?.readText()) ?? ''].join(),
          undefined,
        )
        return `${String(inThePage)} ${copied}`
      }
      assert.equal(await kept(), '1,1,1,1 what she copied,what she marked')
      await inPage(shell, `kairos.send({ press: 'cancel' })`)
      await until(kept, (left) => left === '0,0,0,0 ,', 5_000)
    },
  },
  {
    name: 'caches, passwords and where the page has been are wiped too',
    only: 'stand-in',
    async holds(shell) {
      const cleared = () =>
        shell.main(({ BrowserWindow }) => {
          const session: object | undefined = BrowserWindow.getAllWindows()[0]?.webContents.session
          return session && 'cleared' in session && Array.isArray(session.cleared)
            ? [...new Set(session.cleared.map(String))].toSorted().join()
            : ''
        }, undefined)
      await inPage(shell, `kairos.send({ press: 'keypad' })`)
      await shows(shell, 'keypad')
      await inPage(shell, `kairos.send({ press: 'cancel' })`)
      const all = 'auth cache,cache,code caches,history,host resolver cache,shared dictionary cache'
      await until(cleared, (found) => found === all, 5_000)
    },
  },
]
