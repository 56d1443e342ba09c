/** The process that started this one, whichever way it did. */
export type ParentProcess = {
  tell: (message: unknown) => void
  hear: (then: (raw: unknown) => void) => void
}
/** What Electron gives a utility process in place of a fork's channel. */
type ParentPort = {
  postMessage: (message: unknown) => void
  on: (event: 'message', then: (message: { data: unknown }) => void) => unknown
}

/** `pid` is named so that the compiler sees that a process is meant. */
const portOf = ({ parentPort }: { pid: number; parentPort?: ParentPort | null }) => parentPort

/** `gone` when the parent has ended. Electron ends a utility process itself, together with its parent. */
export function parentProcess(gone: () => void): ParentProcess {
  const port = portOf(process)
  if (port)
    return {
      tell: (message) => port.postMessage(message),
      hear: (then) => void port.on('message', ({ data }) => then(data)),
    }
  process.on('disconnect', gone)
  return {
    tell: (message) => void process.send?.(message),
    hear: (then) => void process.on('message', then),
  }
}
