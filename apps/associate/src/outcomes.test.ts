import { describe, expect, test } from 'vitest'
import { tabletInputSchema, tabletStateSchema } from '@kairos/shared/tablet-state'
import { begun, dropped, outcomeKey, settled, stillAsked } from './outcomes.ts'

const ref = { dialogue: 'first-sandals', run: '2026', step: 'ask', version: 1, time: 1 }
const input = tabletInputSchema.parse({ visit: 'v1', ref, response: 'interested' })
const key = outcomeKey(input)
const stateWith = (prompted: boolean) =>
  tabletStateSchema.parse({
    store: 'Harbour Street',
    now: 0,
    line: 'up',
    wanted: [],
    screens: [],
    visitors: [
      {
        visit: 'v1',
        since: 0,
        ...(prompted ? { prompt: { ref, title: 't', body: 'b', asks: [], language: 'en' } } : {}),
      },
    ],
  })

describe('what came of a prompt', () => {
  test('a refusal gives the prompt back with the reason, and can be left or tried again', () => {
    const refused = settled(begun(new Map(), input, 'Yes'), key, { refused: 'the visit is over' })
    expect(refused.get(key)).toMatchObject({ is: 'refused', why: 'the visit is over' })
    expect(dropped(refused, key).size).toBe(0)
    expect(begun(refused, input, 'Yes').get(key)?.is).toBe('pending')
  })

  test('a late reply changes nothing that is already settled', () => {
    const kept = settled(begun(new Map(), input, 'Yes'), key, { kept: true })
    expect(settled(kept, key, { refused: 'late' })).toBe(kept)
    expect(settled(new Map(), key, { refused: 'unasked' }).size).toBe(0)
  })

  test('an outcome is forgotten when the hub no longer asks for it, not before', () => {
    const kept = settled(begun(new Map(), input, 'Yes'), key, { kept: true })
    expect(stillAsked(kept, stateWith(true)).size).toBe(1)
    expect(stillAsked(kept, stateWith(false)).size).toBe(0)
  })
})
