import { chromium, type Browser } from 'playwright-core'
import { browserArguments, findBrowser } from '../browser/find-browser.ts'

let browser: Promise<Browser> | undefined

/** The Chromium whose pages are the windows; opened with the first of them. */
export function chromiumBehind(): Promise<Browser> {
  return (browser ??= (async () => {
    const found = findBrowser()
    if (!found.ok) throw new Error(found.error.what)
    return chromium.launch({ executablePath: found.value, args: [...browserArguments] })
  })())
}

export async function closeChromium(): Promise<void> {
  await (await browser)?.close()
}

/** Ends all of its pages' processes, however they stand. */
export async function endPages(): Promise<void> {
  const line = await (await chromiumBehind()).newBrowserCDPSession()
  const { processInfo } = await line.send('SystemInfo.getProcessInfo')
  for (const { type, id } of processInfo) if (type === 'renderer') process.kill(id, 'SIGKILL')
  await line.detach()
}
