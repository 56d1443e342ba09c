import { decodeQR } from 'qr/decode.js'
import type { Page } from 'playwright-core'

/** Reads the code on a page's glass as a telephone does: from a photograph of it, by another program than drew it. */
export async function readCode(page: Page): Promise<string> {
  const photograph = await page.locator('.code-square').screenshot()
  const lens = await page.context().newPage()
  const { width, height, greys } = await lens.evaluate(async (png) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob())
    const { width, height } = bitmap
    const context = new OffscreenCanvas(width, height).getContext('2d')
    context?.drawImage(bitmap, 0, 0)
    const pixels = context?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray()
    let greys = ''
    for (let at = 0; at < pixels.length; at += 4) greys += String.fromCharCode(pixels[at] ?? 0)
    return { width, height, greys: btoa(greys) }
  }, photograph.toString('base64'))
  await lens.close()
  const data = new Uint8Array(width * height * 4).fill(255)
  for (const [n, grey] of Buffer.from(greys, 'base64').entries()) data.fill(grey, 4 * n, 4 * n + 3)
  return decodeQR({ width, height, data })
}
