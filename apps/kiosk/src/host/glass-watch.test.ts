import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MessageRef } from '@kairos/shared/ids'
import type { ScreenState } from '@kairos/shared/screen-state'
import { heardFrom, judge, newProof, SILENT_FOR, toldTo, WRONG_FOR, type Proof } from './glass-watch.ts'

const ref = (dialogue: string): MessageRef => ({ dialogue, run: 'r', step: 's', version: 1, time: 1 })
const message = (dialogue: string): ScreenState => ({
  is: 'message',
  card: { ref: ref(dialogue), title: 'T', body: '', asks: [], language: 'en' },
})
const attract: ScreenState = { is: 'attract', slides: [{ title: 'T', body: '' }] }
const rendered = (state: string, dialogue?: string, words = 5) => ({
  state,
  words,
  ...(dialogue === undefined ? {} : { message: ref(dialogue) }),
})
const illAt = (proof: Proof, now: number): string | undefined => judge(proof, now).glass.ill

test('what is reported is what is rendered, not what was told', () => {
  const proof = heardFrom(toldTo(newProof(0), message('offer'), 0), rendered('attract'), 1)
  expect(judge(proof, 2).glass).toEqual({ state: 'attract', since: 1 })
})

test('a screen that shows the wrong thing is ill after a while, and well again as soon as it shows the right one', () => {
  let proof = heardFrom(toldTo(newProof(0), attract, 0), rendered('attract'), 0)
  proof = toldTo(proof, message('offer'), 1_000)
  proof = heardFrom(proof, rendered('attract'), 5_000)
  expect(illAt(proof, 1_000 + WRONG_FOR - 1)).toBeUndefined()
  expect(judge(proof, 6_000).next).toBe(1_000 + WRONG_FOR)
  expect(illAt(proof, 1_000 + WRONG_FOR)).toBe('The page shows "attract" where "message" should be.')
  proof = heardFrom(proof, rendered('message', 'another'), 12_000)
  expect(illAt(proof, 12_000)).toBe('The page shows another message than it should.')
  proof = heardFrom(proof, rendered('message', 'offer', 0), 13_000)
  expect(illAt(proof, 13_000)).toBe('The page shows no words.')
  proof = heardFrom(proof, rendered('message', 'offer'), 14_000)
  expect(judge(proof, 14_000).glass).toEqual({ state: 'message', message: ref('offer'), since: 12_000 + 1_000 })
})

test('a screen of which nothing is heard is ill, from the start too; a closed one may be without a word', () => {
  expect(illAt(newProof(0), SILENT_FOR - 1)).toBeUndefined()
  expect(illAt(newProof(0), SILENT_FOR)).toBe('The page has not been heard of for 15 seconds.')
  const proof = heardFrom(toldTo(newProof(0), { is: 'closed', why: 'hours' }, 0), rendered('closed', undefined, 0), 1)
  expect([illAt(proof, SILENT_FOR), illAt(proof, SILENT_FOR + 1)]).toEqual([
    undefined,
    'The page has not been heard of for 15 seconds.',
  ])
})

test('a page that says every few seconds what it was told is never ill, however fast that changes', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 4_000 })), {
    maxLength: 50,
  })
  fc.assert(
    fc.property(steps, (changes) => {
      let [proof, now, heardAt] = [newProof(0), 0, 0]
      for (const [dialogue, ms] of changes) {
        proof = toldTo(proof, message(dialogue), now)
        if (now - heardAt >= 4_000) {
          proof = heardFrom(proof, rendered('message', dialogue), now)
          heardAt = now
        }
        expect(illAt(proof, now)).toBeUndefined()
        now += ms
        expect(judge(proof, now).next).toBeGreaterThan(now)
      }
    }),
  )
})
