import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

/** A scheme of our own instead of `file:`, which could read the whole disk. */
export const SCHEME = 'kairos'
const HOST = 'screen'
export const ORIGIN = `${SCHEME}://${HOST}`
export const PAGE_URL = `${ORIGIN}/index.html`
/** Says that the screen starts again by itself; has no script that could fail. */
export const PAUSED_URL = `${ORIGIN}/paused.html`

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
}

/**
 * The page may load its own files, and reach nothing and nobody: its host talks to it through the preload. The sandbox
 * without `allow-modals`, `allow-popups` and `allow-downloads` is what keeps it from printing and from asking.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  'sandbox allow-scripts allow-same-origin',
].join('; ')

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** Whether an address is one of the screen's own. */
export function isOurs(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed?.protocol === `${SCHEME}:` && parsed.host === HOST && parsed.username === '' && parsed.port === ''
}

/** The file that an address names, or none: below the folder, of a kind that a page is made of. */
export function fileOf(folder: string, url: string): { file: string; type: string } | undefined {
  if (!isOurs(url)) return undefined
  const path = decoded(new URL(url).pathname)
  const type = TYPES[extname(path ?? '')]
  if (path === undefined || type === undefined || /[\\\0]/.test(path)) return undefined
  const file = join(folder, path)
  return file.startsWith(`${folder}${sep}`) ? { file, type } : undefined
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/** Answers a request of the page from the folder that was packed with the program. */
export async function servePage(folder: string, { method, url }: { method: string; url: string }): Promise<Response> {
  const found = method === 'GET' ? fileOf(folder, url) : undefined
  try {
    if (found) {
      const body = new Uint8Array(await readFile(found.file))
      return new Response(body, { headers: { ...HEADERS, 'content-type': found.type } })
    }
  } catch {
    // One that is not there is answered as one that may not be read is.
  }
  return new Response('not found', { status: 404, headers: { ...HEADERS, 'content-type': 'text/plain' } })
}
