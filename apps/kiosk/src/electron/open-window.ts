import { BrowserWindow, type Session } from 'electron'

/** The one window. What Electron has for a default is written out too, so that tests, readers and scanners find every lock. */
export const openWindow = (preload: string, session: Session): BrowserWindow =>
  new BrowserWindow({
    frame: false,
    kiosk: true,
    resizable: false,
    movable: false,
    minimizable: false,
    autoHideMenuBar: true,
    show: false,
    // The ground of the pages, so that nothing flashes before the first paint.
    backgroundColor: '#f3ece1',
    webPreferences: {
      preload,
      session,
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
      // A page that nobody touches must still move on, and answer the watchdog.
      backgroundThrottling: false,
    },
  })
