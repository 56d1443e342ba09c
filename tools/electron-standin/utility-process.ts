import { fork as forkProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'

const PORT = new URL('./parent-port.ts', import.meta.url).href

/** A child process with a port in place of a fork's channel, as Electron's utility processes have. */
function fork(program: string, args: string[], { execArgv = [] }: { execArgv?: string[] }) {
  const child = forkProcess(program, args, { execArgv: [...execArgv, '--import', PORT], stdio: 'ignore' })
  const utility = Object.assign(new EventEmitter(), {
    pid: child.pid,
    postMessage: (message: unknown) => {
      if (child.connected) child.send(Object(message), () => {})
    },
    kill: () => child.kill(),
  })
  child.on('message', (message) => utility.emit('message', message))
  child.once('exit', (code) => utility.emit('exit', code ?? 1))
  return utility
}
export const utilityProcess = { fork }
