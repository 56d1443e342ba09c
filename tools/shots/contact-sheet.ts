import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import type { Finding } from './inspect-page.ts'

/** One photograph with what was found on it. */
export interface Shot {
  surface: string
  name: string
  variant: string
  width: number
  height: number
  /** File names inside the folder of shots. */
  file: string
  thumbnail: string
  findings: Finding[]
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const STYLE = `
body { margin: 32px; font: 14px/1.35 system-ui, sans-serif; background: #d9d6cf; color: #1d1a16 }
h1 { font-size: 28px } h2 { margin: 40px 0 12px; font-size: 20px }
.row { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start }
figure { margin: 0 } img { display: block; background: #fff }
figcaption { max-width: 320px; padding-top: 4px } .bad { color: #9c1c0e } ul { margin: 4px 0; padding-left: 16px }`

function figureOf(shot: Shot): string {
  const list = shot.findings.map(
    ({ check, element, detail }) => `<li>${escaped(`${check}: ${element}: ${detail}`)}</li>`,
  )
  const found = list.length === 0 ? '' : `<ul class="bad">${list.join('')}</ul>`
  const height = shot.height > shot.width ? 340 : 190
  return `<figure><a href="${shot.file}"><img src="${shot.thumbnail}" height="${height}" alt=""></a>
<figcaption>${escaped(shot.name)} <small>${shot.width}×${shot.height}</small>${found}</figcaption></figure>`
}

/** Writes `index.html` and `contact-sheet.png`: every shot, small, in groups, with what was found. */
export async function writeContactSheet(folder: string, shots: readonly Shot[], browser: Browser): Promise<void> {
  const groups = Map.groupBy(shots, ({ surface, variant }) => `${surface}: ${variant}`)
  const rows = [...groups].map(
    ([group, members]) => `<h2>${escaped(group)}</h2><div class="row">${members.map(figureOf).join('\n')}</div>`,
  )
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Kairos: every screen</title><style>${STYLE}</style></head>
<body><h1>Kairos: every screen</h1>${rows.join('\n')}</body></html>\n`
  const index = join(folder, 'index.html')
  writeFileSync(index, html)
  const page = await browser.newPage({ viewport: { width: 3200, height: 1200 } })
  await page.goto(`file://${index}`)
  await page.screenshot({ path: join(folder, 'contact-sheet.png'), fullPage: true })
  await page.close()
}
