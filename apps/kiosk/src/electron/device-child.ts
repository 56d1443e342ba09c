import { utilityProcess } from 'electron'
import { NODE_FLAGS } from '@kairos/shared/node-flags'
import type { DeviceChild, DeviceChildParts } from '../host/device-child.ts'
import { DEVICE_NODE_FLAGS } from '../host/device-node-flags.ts'

/**
 * The device process as a utility process of Electron: the fuse that would let a fork run as plain Node is off. Nothing
 * that it prints is kept: a native library's own words may hold what a log must not.
 */
export function startDeviceProcess(program: string, { message, ended }: DeviceChildParts): DeviceChild {
  const child = utilityProcess.fork(program, [], {
    serviceName: 'Kairos devices',
    execArgv: [...NODE_FLAGS, ...DEVICE_NODE_FLAGS],
    stdio: 'ignore',
  })
  let isOver = false
  child.on('message', (raw: unknown) => {
    if (!isOver) message(raw)
  })
  child.once('exit', (code) => {
    isOver = true
    ended(`code ${code}`)
  })
  return {
    send: (told) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin, only a page has
      if (!isOver) child.postMessage(told)
    },
    kill: () => void child.kill(),
  }
}
