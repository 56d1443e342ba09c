import type { Clipboard, Session, WebContents } from 'electron'
import { CHANNELS } from './contract.ts'

/**
 * Between two shoppers nothing is kept: what a page can store, caches of every kind, what was copied, passwords of HTTP,
 * and where the page has been.
 */
export async function wipe(session: Session, contents: WebContents, clipboard: Clipboard): Promise<void> {
  clipboard.clear()
  // What was only marked is copied too, on Linux.
  if (process.platform === 'linux') clipboard.selection.clear()
  contents.navigationHistory.clear()
  contents.send(CHANNELS.wipe)
  await Promise.all([
    session.clearStorageData(),
    session.clearCache(),
    session.clearCodeCaches({}),
    session.clearAuthCache(),
    session.clearHostResolverCache(),
    session.clearSharedDictionaryCache(),
  ])
}
