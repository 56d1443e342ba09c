import { join } from 'node:path'
import { _electron } from 'playwright-core'
import { BUILT } from './on-standin.ts'
import type { ShellUnderTest } from './shell-under-test.ts'

/** Starts the compiled main on the real Electron, through Playwright. */
export async function startOnElectron(
  executablePath: string,
  data: string,
  more: readonly string[] = [],
): Promise<ShellUnderTest> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [...asRoot, join(BUILT, 'main.js'), `--user-data-dir=${data}`, ...more]
  const running = await _electron.launch({ executablePath, args })
  let said = ''
  const child = running.process()
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (said += String(text)))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    kind: 'electron',
    data,
    main: (run, given) => running.evaluate(run as never, given as never),
    said: () => said,
    ended,
    async stop() {
      await running.close()
      await ended
    },
  }
}
