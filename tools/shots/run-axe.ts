import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import type { Finding } from './inspect-page.ts'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const addAxe = (page: Page): Promise<void> => page.evaluate(source).then(() => undefined)

/** What axe-core says of names, roles, landmarks and contrast. */
export async function runAxe(page: Page): Promise<Finding[]> {
  const results = await page.evaluate(async (): Promise<Pick<AxeResults, 'violations'>> => {
    return await globalThis.axe.run(document, {
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
  })
  return results.violations.flatMap((violation) =>
    violation.nodes.map((node) => ({
      check: violation.id === 'color-contrast' ? ('contrast' as const) : ('accessible' as const),
      element: node.html.slice(0, 110),
      detail: `${violation.id}: ${node.any[0]?.message ?? violation.help}`,
    })),
  )
}

declare global {
  var axe: { run: (context: Document, options: object) => Promise<AxeResults> }
}
