/** The parts of a browser's window that a token in the address needs. */
export interface TokenPage {
  location: { hash: string; pathname: string; search: string }
  history: { replaceState(data: unknown, unused: string, url: string): void }
  sessionStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void }
}

/**
 * Splits a fragment into the token it delivers and the place it names: `#token=abc&at=/customers`
 * delivers `abc` for the place `#/customers`. A fragment without a token is all place. The token is
 * read as a form value: one that holds `+`, `&` or `%` comes percent-encoded.
 */
export function splitFragment(fragment: string): { token?: string; place: string } {
  if (!fragment.startsWith('#token=')) return { place: fragment }
  const parts = new URLSearchParams(fragment.slice(1))
  const at = parts.get('at') ?? ''
  const token = parts.get('token') ?? ''
  const place = at === '' ? '' : `#${at}`
  return token === '' ? { place } : { token, place }
}

/**
 * The page's token: taken from the fragment, removed from the address bar at once (so that it stays
 * out of the history, screenshots and pasted addresses) and kept for this tab only. Frames of one tab
 * that come from one origin share its storage, so the page's path, or `name`, is part of the key.
 */
export function fragmentToken(page: TokenPage, name: string = page.location.pathname): string | undefined {
  const { token, place } = splitFragment(page.location.hash)
  if (token === undefined) return page.sessionStorage.getItem(keyOf(name)) ?? undefined
  keepToken(page, token, name)
  page.history.replaceState(null, '', page.location.pathname + page.location.search + place)
  return token
}

/** Keeps a token that came another way (typed, say) as if it had come with the address. */
export function keepToken(page: TokenPage, token: string, name: string = page.location.pathname): void {
  page.sessionStorage.setItem(keyOf(name), token)
}

const keyOf = (name: string): string => `kairos.token ${name}`
