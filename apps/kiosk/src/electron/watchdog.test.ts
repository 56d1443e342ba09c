import { describe, expect, test } from 'vitest'
import type { ScreenState } from '@kairos/shared/screen-state'
import type { PageShows } from '@kairos/shared/wire/page-host'
import { answered, beaten, MOST_UNANSWERED, MOST_WRONG, NEW_WATCH, troubleOf, type Watch } from './watchdog.ts'

const ref = { dialogue: 'sandals', run: 'r1', step: 'tell', version: 1, time: 1 }
const message: ScreenState = { is: 'message', card: { ref, title: 'Sandals', body: '', asks: [], language: 'en' } }
const thanks: ScreenState = { is: 'thanks', title: '', body: '' }
const right: PageShows = { visible: true, state: 'message', message: 'sandals/r1/tell/1' }

/** A watch after so many beats, each answered so. */
function after(beats: number, shows: PageShows, wanted: ScreenState): Watch {
  let watch = NEW_WATCH
  for (let beat = 0; beat < beats; beat++) watch = answered(beaten(watch), shows, wanted)
  return watch
}

describe('the watchdog', () => {
  test('is content for as long as the page shows what it should', () => {
    expect(troubleOf(after(10_000, right, message))).toBeUndefined()
    expect(troubleOf(after(10_000, { visible: true, state: 'thanks' }, thanks))).toBeUndefined()
  })

  test.each<[string, PageShows, ScreenState]>([
    ['another state', { visible: true, state: 'attract' }, message],
    ['another message', { ...right, message: 'sandals/r2/tell/1' }, message],
    ['a message whose title nobody can see', { visible: true, state: 'message' }, message],
    ['what is of a shopper who has left', right, { is: 'attract', slides: [] }],
  ])('gives a page that shows %s some beats, and no more', (_what, shows, wanted) => {
    expect(troubleOf(after(MOST_WRONG, shows, wanted))).toBeUndefined()
    expect(troubleOf(after(MOST_WRONG + 1, shows, wanted))).toMatch(/does not show what it should/)
  })

  test('counts only what is wrong without a break', () => {
    expect(troubleOf(answered(after(MOST_WRONG, right, thanks), right, message))).toBeUndefined()
  })

  test('asks nothing of a page that nobody can see', () => {
    expect(troubleOf(after(1_000, { visible: false, state: 'nothing' }, message))).toBeUndefined()
  })

  test('counts beats without an answer', () => {
    let watch = after(5, right, message)
    for (let beat = 0; beat < MOST_UNANSWERED; beat++) watch = beaten(watch)
    expect(troubleOf(watch)).toBeUndefined()
    expect(troubleOf(beaten(watch))).toMatch(/does not answer/)
    expect(troubleOf(answered(beaten(watch), right, message))).toBeUndefined()
  })
})
