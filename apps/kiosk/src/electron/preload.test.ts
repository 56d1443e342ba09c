import { expect, test, vi } from 'vitest'
import { CHANNELS } from './contract.ts'

const electron = vi.hoisted(() => ({
  contextBridge: { exposeInMainWorld: vi.fn<(name: string, bridge: object) => void>() },
  ipcRenderer: {
    send: vi.fn<(channel: string, said: unknown) => void>(),
    on: vi.fn<(channel: string, heard: () => void) => void>(),
  },
}))
vi.mock('electron', () => electron)

// On the stand-in Chromium's own clearing takes this store along, so its lock cannot be seen to be missing there.
test('what a page keeps for as long as its window is open goes when main says so, and not before', async () => {
  const clear = vi.fn<() => void>()
  vi.stubGlobal('sessionStorage', { clear })
  await import('./preload.ts')
  expect(clear).not.toHaveBeenCalled()
  electron.ipcRenderer.on.mock.calls.find(([channel]) => channel === CHANNELS.wipe)?.[1]()
  expect(clear).toHaveBeenCalledOnce()
})
