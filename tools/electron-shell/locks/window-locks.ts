import assert from 'node:assert/strict'
import { inPage } from '../shell-under-test.ts'
import type { Lock } from './lock.ts'

/** What the window is made with, written out one by one. */
const PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  disableBlinkFeatures: 'Auxclick',
  webviewTag: false,
  navigateOnDragDrop: false,
  disableDialogs: true,
  safeDialogs: true,
  devTools: false,
  plugins: false,
  spellcheck: false,
  backgroundThrottling: false,
}

export const WINDOW_LOCKS: readonly Lock[] = [
  {
    name: 'the page finds nothing of Node and nothing of Electron but the four functions of the contract',
    async holds(shell) {
      const found = await inPage(
        shell,
        `[typeof require, typeof module, typeof process, typeof ipcRenderer, Object.keys(window.kairos).sort().join(),
          Object.values(window.kairos).every((each) => typeof each === 'function'), Object.isFrozen(window.kairos)]`,
      )
      assert.deepEqual(found, [
        'undefined',
        'undefined',
        'undefined',
        'undefined',
        'listen,read,send,shows',
        true,
        true,
      ])
    },
  },
  ...Object.entries(PREFERENCES).map(([name, wanted]): Lock => ({
    name: `the window is made with ${name}: ${wanted}`,
    async holds(shell) {
      const found = await shell.main(({ BrowserWindow }) => {
        const contents: object | undefined = BrowserWindow.getAllWindows()[0]?.webContents
        return contents && 'getLastWebPreferences' in contents && typeof contents.getLastWebPreferences === 'function'
          ? JSON.stringify(contents.getLastWebPreferences())
          : '{}'
      }, undefined)
      assert.equal(JSON.parse(found)[name], wanted)
    },
  })),
  {
    name: 'the window covers the screen and has no frame, no menu, and no way to be closed',
    async holds(shell) {
      const found = await shell.main(({ BrowserWindow, Menu }) => {
        const [window] = BrowserWindow.getAllWindows()
        let isPrevented = false
        window?.emit('system-context-menu', { preventDefault: () => (isPrevented = true) }, { x: 0, y: 0 })
        window?.close()
        return [window?.isKiosk(), isPrevented, Menu.getApplicationMenu(), window?.isDestroyed()]
      }, undefined)
      assert.deepEqual(found, [true, true, null, false])
      assert.equal(await shell.main(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, undefined), 1)
    },
  },
  {
    name: 'the page is in a partition of its own that is kept in memory only',
    async holds(shell) {
      const found = await shell.main(({ BrowserWindow, session }) => {
        const used = BrowserWindow.getAllWindows()[0]?.webContents.session
        return [used?.isPersistent(), used === session.defaultSession]
      }, undefined)
      assert.deepEqual(found, [false, false])
    },
  },
  {
    name: 'keys that command the window do not reach the page, keys that type do',
    async holds(shell) {
      await inPage(shell, `globalThis.heard = []; addEventListener('keyup', (e) => heard.push(e.key), true); 0`)
      const keys: [string, ('control' | 'alt' | 'meta' | 'shift')[]][] = [
        ['F5', []],
        ['F11', []],
        ['F12', []],
        ['P', ['control']],
        ['I', ['control', 'shift']],
        ['Q', ['meta']],
        ['Left', ['alt']],
        ['Tab', []],
      ]
      const passed = await shell.main(({ BrowserWindow }, given) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        const heard: string[] = []
        contents?.on('before-input-event', (event, { key }) => {
          if (!event.defaultPrevented) heard.push(key)
        })
        for (const [keyCode, modifiers] of given) contents?.sendInputEvent({ type: 'keyDown', keyCode, modifiers })
        return heard
      }, keys)
      assert.deepEqual(passed, ['Tab'])
    },
  },
  {
    name: 'the page is not enlarged: not by a setting that stayed, not by two fingers',
    async holds(shell) {
      const found = await shell.main(async ({ app, BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        contents?.setZoomFactor(2)
        await contents?.loadURL('kairos://screen/index.html')
        return [
          contents?.getZoomFactor(),
          app.commandLine.hasSwitch('disable-pinch'),
          app.commandLine.getSwitchValue('overscroll-history-navigation'),
        ]
      }, undefined)
      assert.deepEqual(found, [1, true, '0'])
    },
  },
  {
    name: 'two fingers may enlarge by nothing',
    only: 'stand-in',
    async holds(shell) {
      const limits = await shell.main(({ BrowserWindow }) => {
        const contents: object | undefined = BrowserWindow.getAllWindows()[0]?.webContents
        return contents && 'zoomLimits' in contents ? contents.zoomLimits : undefined
      }, undefined)
      assert.deepEqual(limits, [1, 1])
    },
  },
  {
    name: 'every process of a page is in the sandbox, and the display stays on',
    async holds(shell) {
      const found = await shell.main(
        ({ app, powerSaveBlocker }) => [
          app.commandLine.hasSwitch('enable-sandbox'),
          [0, 1, 2].some((id) => powerSaveBlocker.isStarted(id)),
        ],
        undefined,
      )
      assert.deepEqual(found, [true, true])
    },
  },
]
