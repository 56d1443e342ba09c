import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../whole-way/running-chain.ts'
import { NOW } from './fixtures/tablet-views.ts'
import { openStandInHq } from './stand-in-hq.ts'

let browser: Browser
let page: Page
let hq: Awaited<ReturnType<typeof openStandInHq>>
beforeAll(async () => {
  hq = await openStandInHq(NOW)
  browser = await openBrowser()
  page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  await page.goto(hq.url)
  await page.waitForSelector('[data-erasure]')
})
afterAll(async () => {
  await browser?.close()
  await hq?.close()
})

const plain = (text: string) => text.replaceAll('\u00a0', ' ')
const disk = 'recognises nobody for now; the hub’s database: the disk is full: make room'

test.each([
  ['all-well', 'well', '0'],
  ['line-down', 'was well', '812, for 1 min'],
  ['never-heard', '–', '0'],
  ['hq-restarted-since', '–', '0'],
  ['behind', 'well', '12, for 1 min'],
  ['reading-everything', 'reading everything: 50,000 of 200,000 customers (25%), 4 min left', '150,000, for 2 min'],
  ['facts-wait', '1,204 facts wait, for 3 h', '0'],
  ['disk-full', disk, '0'],
  ['clock-slow', 'its clock is 1 min slow', '0'],
  ['clock-fast', 'its clock is 3 h fast', '0'],
  ['differed', 'differed from head office 2 times, and was read again', '0'],
  ['unheard-for-too-long', 'recognises nobody for now', '40,000, for 15 days'],
  ['overwriting-the-erased', 'is overwriting what was erased', '0'],
  ['all-at-once', disk, '9,000, for 1 day'],
])('SPEC 30: head office’s page of stores says how the sync of a store is: %s', async (store, sync, behind) => {
  const row = page.locator(`[data-store="${store}"]`)
  expect(plain(await row.locator('[data-sync]').innerText())).toContain(sync)
  const cells = (await row.locator('td').allInnerTexts()).map(plain)
  expect(cells).toContain(behind)
})

test('SPEC 35: erasures that wait are listed with the stores they wait for, and that head office’s file is being cleaned', async () => {
  const waiting = await page.locator('[data-erasure]').allInnerTexts()
  expect(waiting.map(plain)).toEqual([
    expect.stringContaining('by Pat Whitfield: waits for Line down, Unheard for too long'),
    expect.stringContaining('by Pat Whitfield: waits for Line down'),
  ])
  expect(await page.locator('[data-cleaning]').count()).toBe(1)
})
