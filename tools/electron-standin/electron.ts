import { answerTests } from './answer-tests.ts'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { ipcMain } from './ipc-main.ts'
import { session } from './session.ts'
import { clipboard, Menu, powerSaveBlocker, protocol } from './small-parts.ts'
import { utilityProcess } from './utility-process.ts'

/** What of Electron's main process the kiosk's shell uses, and no more. */
const electron = { app, BrowserWindow, clipboard, ipcMain, Menu, powerSaveBlocker, protocol, session, utilityProcess }
answerTests(electron, () => app.exit())
export default electron
export { app, BrowserWindow, clipboard, ipcMain, Menu, powerSaveBlocker, protocol, session, utilityProcess }
