import assert from 'node:assert/strict'
import { inPage, logOf, shows, stateOf, until } from '../shell-under-test.ts'
import type { Lock } from './lock.ts'

const PAGE = 'kairos://screen/index.html'
/** Written out once more: what is forbidden twice would not be missed otherwise. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
  'sandbox allow-scripts allow-same-origin'

/** What a policy violation is told as in the page: the directive that forbade it. */
const violated = (code: string) => `new Promise((resolve) => {
  document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true })
  setTimeout(() => resolve('nothing forbade it'), 3000)
  ${code}
})`

const forbidden = (name: string, directive: string, code: (elsewhere: string) => string): Lock => ({
  name: `the policy forbids ${name}`,
  async holds(shell, elsewhere) {
    const before = elsewhere.visits()
    assert.equal(await inPage(shell, violated(code(elsewhere.url))), directive)
    assert.equal(elsewhere.visits(), before)
  },
})

export const CONTENT_LOCKS: readonly Lock[] = [
  forbidden('to reach anybody', 'connect-src', (url) => `fetch('${url}').catch(() => {})`),
  forbidden('to reach even its own files by script', 'connect-src', () => `fetch('index.html').catch(() => {})`),
  forbidden(
    'scripts in the text',
    'script-src-elem',
    () => `document.head.append(Object.assign(document.createElement('script'), { textContent: '1' }))`,
  ),
  forbidden(
    'scripts from elsewhere',
    'script-src-elem',
    (url) => `document.head.append(Object.assign(document.createElement('script'), { src: '${url}' }))`,
  ),
  forbidden('pictures from elsewhere', 'img-src', (url) => `new Image().src = '${url}'`),
  forbidden('faces from elsewhere', 'font-src', (url) => `new FontFace('x', 'url(${url})').load().catch(() => {})`),
  forbidden(
    'pages within the page',
    'frame-src',
    (url) => `document.body.append(Object.assign(document.createElement('iframe'), { src: '${url}' }))`,
  ),
  forbidden(
    'objects',
    'object-src',
    (url) =>
      `document.body.append(Object.assign(document.createElement('embed'), { src: '${url}', type: 'text/html' }))`,
  ),
  forbidden(
    'another base for its addresses',
    'base-uri',
    (url) => `document.head.append(Object.assign(document.createElement('base'), { href: '${url}' }))`,
  ),
  {
    name: 'forms are sent nowhere',
    async holds(shell, elsewhere) {
      const before = elsewhere.visits()
      await inPage(
        shell,
        `const form = Object.assign(document.createElement('form'), { action: '${elsewhere.url}' })
        document.body.append(form); form.submit(); new Promise((resolve) => setTimeout(resolve, 300))`,
      )
      assert.deepEqual([elsewhere.visits(), await stateOf(shell)], [before, 'attract'])
    },
  },
  {
    name: 'every answer carries the policy, names its kind, and is kept nowhere',
    async holds(shell) {
      const found = await shell.main(async ({ BrowserWindow }) => {
        const answer = await BrowserWindow.getAllWindows()[0]?.webContents.session.fetch('kairos://screen/nothing.html')
        const names = ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'cache-control']
        return [answer?.status, ...names.map((name) => answer?.headers.get(name))]
      }, undefined)
      assert.equal(found[1], POLICY)
      assert.deepEqual([found[0], ...found.slice(2)], [404, 'nosniff', 'no-referrer', 'no-store'])
    },
  },
  {
    name: 'the page can neither print nor ask',
    async holds(shell) {
      const found = await inPage(
        shell,
        `let printed = 0; addEventListener('beforeprint', () => printed++); window.print();
        [printed, window.confirm('Really?'), window.prompt('What?')]`,
      )
      assert.deepEqual(found, [0, false, null])
    },
  },
  {
    name: 'only the packed pages are served, by GET',
    async holds(shell) {
      const asked = [
        ['kairos://screen/%2e%2e%2felectron%2fmain.js', 'GET'],
        ['kairos://screen/..%5celectron%5cmain.js', 'GET'],
        ['kairos://screen/assets/%2e%2e/%2e%2e/electron/main.js', 'GET'],
        ['kairos://screen//etc/passwd', 'GET'],
        ['kairos://screen/', 'GET'],
        ['kairos://screen/index.html%00.js', 'GET'],
        ['kairos://screen/paused.html', 'POST'],
        ['kairos://screen/paused.html', 'GET'],
      ]
      const found = await shell.main(async ({ BrowserWindow }, given) => {
        const session = BrowserWindow.getAllWindows()[0]?.webContents.session
        const status = async ([url = '', method = '']: string[]) => (await session?.fetch(url, { method }))?.status
        return Promise.all(given.map(status))
      }, asked)
      assert.deepEqual(found, [404, 404, 404, 404, 404, 404, 404, 200])
    },
  },
  {
    name: 'the scheme is a standard and secure one, and has no other privilege',
    only: 'stand-in',
    async holds(shell) {
      const schemes = await shell.main(
        ({ protocol }) => ('schemes' in protocol ? protocol.schemes : undefined),
        undefined,
      )
      assert.deepEqual(schemes, [{ scheme: 'kairos', privileges: { standard: true, secure: true } }])
    },
  },
  {
    name: 'the page leads nowhere else',
    async holds(shell, elsewhere) {
      const before = elsewhere.visits()
      await shell.main(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        contents?.once('will-navigate', (event) => {
          process.env['KAIROS_PREVENTED'] = String(event.defaultPrevented)
        })
      }, undefined)
      await inPage(shell, `setTimeout(() => { location.href = '${elsewhere.url}' }); 0`)
      const isPrevented = () => shell.main(() => process.env['KAIROS_PREVENTED'], undefined)
      assert.equal(await until(isPrevented, (prevented) => prevented !== undefined, 5_000), 'true')
      assert.equal(elsewhere.visits(), before)
    },
  },
  {
    name: 'no frame of the page leads elsewhere, and nobody is sent on to elsewhere',
    async holds(shell) {
      const found = await shell.main(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        return ['will-frame-navigate', 'will-redirect'].flatMap((name) =>
          ['https://example.com/', 'kairos://other/index.html', 'kairos://screen/index.html'].map((url) => {
            let isPrevented = false
            contents?.emit(name, { url, preventDefault: () => (isPrevented = true) }, url)
            return isPrevented
          }),
        )
      }, undefined)
      assert.deepEqual(found, [true, true, false, true, true, false])
    },
  },
  {
    name: 'no request leaves for elsewhere, whoever makes it',
    async holds(shell, elsewhere) {
      const before = elsewhere.visits()
      const failed = await shell.main(
        async ({ BrowserWindow }, { url, page }) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents
          const failed = await contents?.loadURL(url).then(
            () => false,
            () => true,
          )
          await contents?.loadURL(page)
          return failed
        },
        { url: elsewhere.url, page: PAGE },
      )
      assert.deepEqual([failed, elsewhere.visits()], [true, before])
      await shows(shell, 'attract')
    },
  },
  {
    name: 'no second window is opened, by whatever page',
    async holds(shell) {
      const windows = await shell.main(async ({ BrowserWindow }, page) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        // A page without a policy of its own.
        await contents?.loadURL('about:blank')
        await contents?.executeJavaScript(`window.open('about:blank#second'); 0`, true)
        await new Promise((resolve) => setTimeout(resolve, 500))
        const open = BrowserWindow.getAllWindows().length
        await contents?.loadURL(page)
        return open
      }, PAGE)
      assert.equal(windows, 1)
      await shows(shell, 'attract')
    },
  },
  {
    name: 'no other page is attached to the page',
    async holds(shell) {
      const isPrevented = await shell.main(({ BrowserWindow }) => {
        let isPrevented = false
        const event = { preventDefault: () => (isPrevented = true) }
        BrowserWindow.getAllWindows()[0]?.webContents.emit('will-attach-webview', event, {}, {})
        return isPrevented
      }, undefined)
      assert.equal(isPrevented, true)
    },
  },
  {
    name: 'what the page says is parsed, and what is not understood is only noted',
    async holds(shell) {
      await inPage(
        shell,
        `kairos.send({ press: 'answer', ref: 7 }); kairos.read('4111'); kairos.shows({ visible: 1 }); 0`,
      )
      const noted = () => logOf(shell).match(/not understood/g)?.length ?? 0
      await until(noted, (times) => times >= 3, 5_000)
      await shows(shell, 'attract')
    },
  },
]
