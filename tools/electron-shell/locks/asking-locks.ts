import assert from 'node:assert/strict'
import { inPage } from '../shell-under-test.ts'
import type { Lock } from './lock.ts'

const PERMISSIONS = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi']

/** Emits an event that asks, on the app, the session or the page, and tells whether it was refused and what was chosen. */
const refused = (name: string, on: 'app' | 'session' | 'contents', before: unknown[], chosen: unknown[]): Lock => ({
  name: `${name} is answered with no`,
  async holds(shell) {
    const found = await shell.main(
      ({ app, BrowserWindow }, given) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        const emitter = { app, session: contents?.session, contents }[given.on]
        let isPrevented = false
        const chosen: unknown[] = []
        const event = { preventDefault: () => (isPrevented = true) }
        emitter?.emit(given.name, event, ...given.before, (...all: unknown[]) => {
          chosen.push(...(all.length === 0 ? ['nothing'] : all))
        })
        return { isPrevented, chosen }
      },
      { name, on, before },
    )
    assert.deepEqual(found, { isPrevented: true, chosen })
  },
})

export const ASKING_LOCKS: readonly Lock[] = [
  {
    name: 'no permission is granted, looked up or asked for',
    async holds(shell) {
      const granted = await inPage(
        shell,
        `Promise.all(${JSON.stringify(PERMISSIONS)}.map(async (name) =>
          (await navigator.permissions.query({ name })).state === 'granted' ? name : ''))
          .then((all) => all.filter(Boolean))`,
      )
      assert.deepEqual(granted, [])
    },
  },
  {
    name: 'no device is handed to the page',
    only: 'stand-in',
    async holds(shell) {
      const given = await shell.main(({ BrowserWindow }) => {
        const session: object | undefined = BrowserWindow.getAllWindows()[0]?.webContents.session
        return session && 'devicePermission' in session && typeof session.devicePermission === 'function'
          ? session.devicePermission({ deviceType: 'hid' })
          : 'everything'
      }, undefined)
      assert.equal(given, false)
    },
  },
  refused('select-hid-device', 'session', [{}], ['nothing']),
  refused('select-usb-device', 'session', [{}], ['nothing']),
  refused('select-serial-port', 'session', [[], {}], ['']),
  refused('select-bluetooth-device', 'contents', [[]], ['']),
  refused('will-download', 'session', [{}, {}], []),
  refused('certificate-error', 'app', [{}, 'https://example.com', 'net::ERR_CERT_AUTHORITY_INVALID', {}], [false]),
  refused('select-client-certificate', 'app', [{}, 'https://example.com', []], ['nothing']),
  refused('login', 'app', [{}, {}, {}], ['nothing']),
  {
    name: 'the page’s own lines to others tell no address of the machine',
    async holds(shell) {
      const policy = await shell.main(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getWebRTCIPHandlingPolicy(),
        undefined,
      )
      assert.equal(policy, 'disable_non_proxied_udp')
    },
  },
]
