/** A lock as it stands in the compiled program, what is left when it is taken out, and the test that then fails. */
export type Removal = {
  lock: string
  file?: 'main.js' | 'preload.cjs'
  from: string
  to: string
  /** Part of the title of a lock's test, or of a test of `recovery.test.ts`. */
  seenBy: string
  isRecovery?: true
}

/** The test that fails where the page is not shown at all. */
export const NO_PAGE = 'the page itself is heard'

/** Every preference of the window, turned round. */
const preferences: Removal[] = Object.entries({
  'sandbox: true': 'sandbox: false',
  'contextIsolation: true': 'contextIsolation: false',
  'nodeIntegration: false': 'nodeIntegration: true',
  'nodeIntegrationInWorker: false': 'nodeIntegrationInWorker: true',
  'nodeIntegrationInSubFrames: false': 'nodeIntegrationInSubFrames: true',
  'webSecurity: true': 'webSecurity: false',
  'allowRunningInsecureContent: false': 'allowRunningInsecureContent: true',
  'experimentalFeatures: false': 'experimentalFeatures: true',
  'disableBlinkFeatures: "Auxclick"': 'disableBlinkFeatures: ""',
  'webviewTag: false': 'webviewTag: true',
  'navigateOnDragDrop: false': 'navigateOnDragDrop: true',
  'disableDialogs: true': 'disableDialogs: false',
  'safeDialogs: true': 'safeDialogs: false',
  'devTools: false': 'devTools: true',
  'plugins: false': 'plugins: true',
  'spellcheck: false': 'spellcheck: true',
  'backgroundThrottling: false': 'backgroundThrottling: true',
}).map(([from, to]) => ({
  lock: from,
  from: `\t${from}`,
  to: `\t${to}`,
  seenBy: `the window is made with ${from.split(':')[0] ?? ''}:`,
}))

/** Each directive of the policy, taken out; and what a page could do then, where something else does not forbid it too. */
const policy: Removal[] = [
  ["default-src 'none'", 'the policy forbids pages within the page'],
  ["script-src 'self'", NO_PAGE],
  ["connect-src 'none'", 'every answer carries the policy'],
  ["object-src 'none'", 'every answer carries the policy'],
  ["base-uri 'none'", 'the policy forbids another base'],
  ["form-action 'none'", 'every answer carries the policy'],
  ["frame-ancestors 'none'", 'every answer carries the policy'],
  ['sandbox allow-scripts allow-same-origin', 'the page can neither print nor ask'],
].map(([directive = '', seenBy = '']) => ({
  lock: `policy: ${directive}`,
  from: `\t\t"${directive}"`,
  to: '\t\t""',
  seenBy,
}))
const loosened: Removal[] = [
  ["connect-src 'none'", 'connect-src *', 'the policy forbids to reach anybody'],
  ["script-src 'self'", "script-src * 'unsafe-inline'", 'the policy forbids scripts in the text'],
  ["img-src 'self' data:", 'img-src *', 'the policy forbids pictures from elsewhere'],
  ["font-src 'self'", 'font-src *', 'the policy forbids faces from elsewhere'],
  ["object-src 'none'", 'object-src *', 'the policy forbids objects'],
].map(([from = '', to = '', seenBy = '']) => ({ lock: `policy: ${from}`, from: `"${from}"`, to: `"${to}"`, seenBy }))

const removed = (lock: string, from: string, seenBy: string, to = ''): Removal => ({ lock, from, to, seenBy })
const recovered = (lock: string, from: string, seenBy: string, to = ''): Removal => ({
  ...removed(lock, from, seenBy, to),
  isRecovery: true,
})
const NEITHER = 'no frame of the page leads elsewhere'
const answered = (name: string, from: string) => removed(name, from, `${name} is answered with no`, '(() => {})(')

export const REMOVALS: readonly Removal[] = [
  ...preferences,
  ...policy,
  ...loosened,
  removed('kiosk mode', 'kiosk: true', 'the window covers the screen', 'kiosk: false'),
  removed('no menu', 'Menu.setApplicationMenu(null)', 'the window covers the screen'),
  removed('the window is not closed', 'if (!isClosing) event.preventDefault();', 'the window covers the screen'),
  removed(
    'no menu of the system',
    '"system-context-menu", (event) => event.preventDefault()',
    'the window covers',
    '"x", () => {}',
  ),
  removed('a partition in memory', 'PARTITION = "screen"', 'a partition of its own', 'PARTITION = "persist:screen"'),
  removed('keys', 'if (!isForThePage(input)) event.preventDefault();', 'keys that command'),
  removed('zoom by a setting', 'contents.setZoomFactor(1);', 'the page is not enlarged'),
  removed('zoom by two fingers', 'contents.setVisualZoomLevelLimits(1, 1);', 'two fingers may enlarge'),
  removed('no pinching', 'app.commandLine.appendSwitch("disable-pinch");', 'the page is not enlarged'),
  removed(
    'no swiping back',
    'app.commandLine.appendSwitch("overscroll-history-navigation", "0");',
    'the page is not enlarged',
  ),
  removed('the sandbox for all', 'app.enableSandbox();', 'in the sandbox'),
  removed('the display stays on', 'powerSaveBlocker.start("prevent-display-sleep");', 'the display stays on'),
  removed(
    'permissions asked',
    'session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));',
    'no permission',
  ),
  removed('permissions looked up', 'session.setPermissionCheckHandler(() => false);', 'no permission'),
  removed('devices granted', 'session.setDevicePermissionHandler(() => false);', 'no device is handed'),
  ...['select-hid-device', 'select-usb-device', 'select-serial-port', 'will-download'].map((name) =>
    answered(name, `session.on("${name}",`),
  ),
  answered('select-bluetooth-device', 'contents.on("select-bluetooth-device",'),
  ...['certificate-error', 'select-client-certificate', 'login'].map((name) => answered(name, `app.on("${name}",`)),
  removed('WebRTC', 'contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");', 'tell no address'),
  removed('only the one window is heard', 'sender === contents && ', 'another window is not heard'),
  removed('only a frame that is still there', 'senderFrame !== null && ', 'is not heard', 'senderFrame === null || '),
  removed('no frame within the page is heard', 'senderFrame.parent === null && ', 'a frame within the page'),
  removed('only the page’s address is heard', ' && isOurs(senderFrame.url)', 'another page is not heard'),
  removed('the scheme of an address', 'parsed?.protocol === `kairos:` && ', 'another scheme’s page'),
  removed('the host of an address', 'parsed.host === HOST && ', NEITHER),
  removed('what the page shows is parsed', 'if (said.success) shows(said.data);', 'is parsed', 'if (true) shows(raw);'),
  removed(
    'what is pressed is parsed',
    'const input = screenInputSchema.safeParse(raw);',
    'is parsed',
    'const input = { success: true, data: raw };',
  ),
  removed(
    'what is read is parsed',
    'const event = deviceEventSchema.safeParse(raw);',
    'is parsed',
    'const event = { success: true, data: raw };',
  ),
  removed('will-navigate', 'contents.on("will-navigate", stay);', 'the page leads nowhere else'),
  removed('will-frame-navigate', 'contents.on("will-frame-navigate", stay);', NEITHER),
  removed('will-redirect', 'contents.on("will-redirect", stay);', NEITHER),
  removed('requests', 'cancel: !isOurs(url) && !url.startsWith("data:image/")', 'no request leaves', 'cancel: false'),
  removed('windows', 'contents.setWindowOpenHandler(() => ({ action: "deny" }));', 'no second window'),
  removed(
    'webviews',
    'contents.on("will-attach-webview", (event) => event.preventDefault());',
    'no other page is attached',
  ),
  removed(
    'files below the folder',
    'return file.startsWith(`${folder}${sep}`) ?',
    'only the packed pages',
    'return true ?',
  ),
  removed('only GET', 'method === "GET" ?', 'only the packed pages', 'true ?'),
  removed(
    'no other privilege of the scheme',
    '\t\t\tsecure: true\n',
    'the scheme is a standard',
    '\t\t\tsecure: true, bypassCSP: true\n',
  ),
  removed('nosniff', '"x-content-type-options": "nosniff",', 'every answer carries'),
  removed('no referrer', '"referrer-policy": "no-referrer",', 'every answer carries'),
  removed('nothing is cached', '"cache-control": "no-store"', 'every answer carries'),
  removed('what is copied is wiped', 'clipboard.clear();', 'everything that a page can keep'),
  removed('what is marked is wiped', 'clipboard.selection.clear();', 'everything that a page can keep', ';'),
  removed('what is stored is wiped', 'session.clearStorageData(),', 'everything that a page can keep'),
  ...['clearCache()', 'clearCodeCaches({})', 'clearAuthCache()', 'clearHostResolverCache()'].map((call) =>
    removed(call, `session.${call},`, 'caches, passwords'),
  ),
  removed('clearSharedDictionaryCache()', 'session.clearSharedDictionaryCache()', 'caches, passwords'),
  removed('where the page has been', 'contents.navigationHistory.clear();', 'caches, passwords'),
  removed(
    'wiped at a session’s end',
    'if (shown && endsSession(shown.state, frame.state)) wipeAll();',
    'everything that',
  ),
  {
    ...removed(
      'four functions and no more',
      'exposeInMainWorld("kairos", {',
      'finds nothing of Node',
      'exposeInMainWorld("kairos", { ipc: electron.ipcRenderer,',
    ),
    file: 'preload.cjs',
  },
  recovered('a page that is gone', 'contents.on("render-process-gone",', 'whose process ends', '(() => {})('),
  recovered('a page that answers nothing', 'if (unanswered > 60)', 'stands still is ended', 'if (false)'),
  recovered('a page that shows something else', 'if (wrong > 20)', 'shows what it should not', 'if (false)'),
  recovered('a page that is unresponsive', 'contents.on("unresponsive",', 'has its grace', '(() => {})('),
  recovered('faults in main', 'process.on("uncaughtException",', 'a fault in main', '(() => {})('),
  recovered(
    'no words of a fault',
    'const places = (error.stack ?? "").split("\\n").filter((line) => /^\\s+at /.test(line));',
    'a fault in main',
    'const places = [error.stack];',
  ),
  recovered(
    'faults of the graphics process',
    'if (isEnough(details)) startAgain(',
    'third end of the graphics',
    '(() => {})(',
  ),
  recovered('without acceleration', 'if (own.withoutGpu) app.disableHardwareAcceleration();', 'waits a little'),
  recovered('one program to a screen', 'if (!app.requestSingleInstanceLock()) return app.exit(0);', 'a second program'),
  recovered('main’s beat', 'link.beat();', 'glass shows nothing personal'),
]
