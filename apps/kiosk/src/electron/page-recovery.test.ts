import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import { ManualClock } from '@kairos/shared/manual-clock'
import { RESTARTS_AFTER, SLOWLY, STEADY } from '../host/restarts.ts'
import { recoverPage, UNRESPONSIVE_FOR } from './page-recovery.ts'
import { PAGE_URL, PAUSED_URL } from './served-pages.ts'

/** A page that is only said to be loaded and to end, and a clock of which the test moves the hands. */
function recovering() {
  const clock = new ManualClock()
  const advance = (ms: number) => clock.move(ms)
  const loaded: string[] = []
  const told = { gone: 0, ended: 0 }
  const contents = Object.assign(new EventEmitter(), {
    loadURL: async (url: string) => void loaded.push(url),
    forcefullyCrashRenderer: () => void told.ended++,
  })
  const recovery = recoverPage({ contents, clock, say: () => {}, gone: () => void told.gone++ })
  const crash = () => {
    contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
    advance(0)
  }
  return { recovery, contents, crash, advance, loaded, told }
}

describe('the page', () => {
  test('comes back ever more slowly, and what stands in for it says so meanwhile', () => {
    const { recovery, crash, advance, loaded, told } = recovering()
    recovery.load(0)
    for (const after of [...RESTARTS_AFTER, SLOWLY, SLOWLY]) {
      loaded.length = 0
      crash()
      expect([loaded, recovery.isPage()]).toEqual([[PAUSED_URL], false])
      advance(after - 1)
      expect(loaded).toHaveLength(1)
      advance(1)
      expect([loaded, recovery.isPage()]).toEqual([[PAUSED_URL, PAGE_URL], true])
    }
    expect(told.gone).toBe(RESTARTS_AFTER.length + 2)
  })

  test('that was steady in between comes back at once', () => {
    const { recovery, crash, advance, loaded } = recovering()
    recovery.load(0)
    for (let time = 0; time < 5; time++) {
      advance(STEADY)
      crash()
      loaded.length = 0
      advance(RESTARTS_AFTER[0] ?? 0)
      expect(loaded).toEqual([PAGE_URL])
    }
  })

  test('waits its time though what stands in for it ends as well', () => {
    const { recovery, crash, advance, loaded, told } = recovering()
    recovery.load(0)
    crash()
    for (let time = 0; time < 20; time++) crash()
    expect(loaded).toEqual([PAGE_URL, PAUSED_URL])
    advance(RESTARTS_AFTER[0] ?? 0)
    expect([loaded.at(-1), told.gone]).toEqual([PAGE_URL, 1])
  })

  test('that stands still is ended after its grace, one that finds its way back is not', () => {
    const { recovery, contents, advance, told } = recovering()
    recovery.load(0)
    contents.emit('unresponsive')
    advance(UNRESPONSIVE_FOR - 1)
    contents.emit('responsive')
    advance(UNRESPONSIVE_FOR)
    expect(told.ended).toBe(0)
    contents.emit('unresponsive')
    advance(UNRESPONSIVE_FOR)
    expect(told.ended).toBe(1)
  })

  test('that could not be loaded is tried again; a load that another one took the place of is none', () => {
    const { recovery, contents, advance, loaded } = recovering()
    recovery.load(0)
    contents.emit('did-fail-load', {}, -3, '', PAGE_URL, true)
    contents.emit('did-fail-load', {}, -6, '', PAGE_URL, false)
    expect(loaded).toEqual([PAGE_URL])
    contents.emit('did-fail-load', {}, -6, '', PAGE_URL, true)
    advance(RESTARTS_AFTER[0] ?? 0)
    expect(loaded).toEqual([PAGE_URL, PAUSED_URL, PAGE_URL])
  })
})
