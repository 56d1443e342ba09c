import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * Resolves as soon as something is so; throws, with what there is instead, when it is not in time. That is for what
 * hangs: on a host that is ten times too busy the emulated machine takes half a minute to start a program.
 */
export async function until(isSo: () => boolean, instead: () => unknown, milliseconds = 60_000): Promise<void> {
  const began = performance.now()
  while (!isSo()) {
    if (performance.now() - began > milliseconds)
      throw new Error(`not within ${milliseconds} ms; instead: ${JSON.stringify(instead())}`)
    await pause(20)
  }
}
