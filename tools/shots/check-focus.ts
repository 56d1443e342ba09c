import type { Page } from 'playwright-core'
import type { Finding } from './inspect-page.ts'

/** Goes to the first thing to press by keyboard, and looks whether one can see that one is there. */
export async function checkFocus(page: Page): Promise<Finding[]> {
  const pressable = await page.locator('button:enabled').count()
  if (pressable === 0) return []
  await page.keyboard.press('Tab')
  return await page.evaluate((): Finding[] => {
    const element = document.activeElement
    if (element === null || element === document.body)
      return [{ check: 'focus', element: 'page', detail: 'the keyboard reaches nothing' }]
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    if (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2) return []
    return [{ check: 'focus', element: element.textContent ?? '', detail: 'focused, and nothing shows it' }]
  })
}
