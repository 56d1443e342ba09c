import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { NODE_FLAGS } from '@kairos/shared/node-flags'
import { DEVICE_NODE_FLAGS } from './device-node-flags.ts'
import type { ToDevices } from './device-process.ts'

/** A running device process, however it was started (Electron's main has a way of its own). */
export type DeviceChild = {
  /** Does nothing once it has ended. */
  send: (message: ToDevices) => void
  kill: () => void
}
export type DeviceChildParts = {
  message: (raw: unknown) => void
  /** It has ended, or could not be started; once. */
  ended: (how: string) => void
}

const PROCESS = fileURLToPath(new URL('./device-process.ts', import.meta.url))

/** Starts the device process as a child of this one. */
export function forkDevices({ message, ended }: DeviceChildParts): DeviceChild {
  const child = fork(PROCESS, {
    serialization: 'json',
    execArgv: [...process.execArgv, ...NODE_FLAGS, ...DEVICE_NODE_FLAGS],
  })
  let isOver = false
  const end = (how: string) => {
    if (isOver) return
    isOver = true
    child.removeAllListeners('message')
    ended(how)
  }
  child.on('message', message)
  child.on('error', (error) => end(error.message))
  child.once('exit', (code, signal) => end(signal ?? `code ${code}`))
  return {
    send: (told) => {
      // The failure to send to one that has just ended is told by its exit.
      if (child.connected) child.send(told, () => {})
    },
    kill: () => void child.kill(),
  }
}
