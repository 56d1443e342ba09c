import { contextBridge, ipcRenderer } from 'electron'
import { CHANNELS, type ShellBridge } from './contract.ts'

/** The one thing that the page is given: four functions, each with its own channel. Nothing of Electron goes through. */
const bridge: ShellBridge = {
  send: (input) => ipcRenderer.send(CHANNELS.press, input),
  read: (event) => ipcRenderer.send(CHANNELS.read, event),
  shows: (shows) => ipcRenderer.send(CHANNELS.shows, shows),
  listen: ({ frame, beat }) => {
    ipcRenderer.on(CHANNELS.frame, (_event, raw: unknown) => frame(raw))
    ipcRenderer.on(CHANNELS.beat, () => beat())
    ipcRenderer.send(CHANNELS.listening)
  },
}
contextBridge.exposeInMainWorld('kairos', bridge)
// No call of main reaches what a page keeps for as long as its window is open.
ipcRenderer.on(CHANNELS.wipe, () => sessionStorage.clear())
