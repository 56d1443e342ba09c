import type { Page } from 'playwright-core'

/** Everything in which a page may keep something: its document, where it is, and each kind of storage. */
async function kept(page: Page): Promise<string> {
  const inside = await page.evaluate(async () => {
    const databases = await indexedDB.databases()
    return [
      document.documentElement.outerHTML,
      document.title,
      location.href,
      JSON.stringify(history.state),
      JSON.stringify(Object.entries(localStorage)),
      JSON.stringify(Object.entries(sessionStorage)),
      JSON.stringify(databases),
      JSON.stringify(await caches.keys()),
      document.cookie,
    ].join('\n')
  })
  return `${inside}\n${JSON.stringify(await page.context().cookies())}`
}

const escaped = (words: string) => words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** Which of these words, each as a whole, the page still holds somewhere. */
export async function leftBehind(page: Page, words: readonly string[]): Promise<string[]> {
  const text = await kept(page)
  return words.filter((word) =>
    new RegExp(String.raw`(?<![\p{L}\p{N}])${escaped(word)}(?![\p{L}\p{N}])`, 'u').test(text),
  )
}
