import { describe, expect, it } from 'vitest'
import { fail, ok, type Result } from '@kairos/shared/result'
import type { Clock } from '@kairos/shared/time'
import { PATIENCE, Poll } from './polled.ts'
import type { Trouble } from './read-json.ts'

/** A clock that stands still until it is told. */
function handClock() {
  let time = 0
  const waiting = new Set<{ at: number; wake: () => void }>()
  const clock: Clock = {
    now: () => time,
    at: (at, then) => {
      const each = { at, wake: then }
      waiting.add(each)
      return () => void waiting.delete(each)
    },
  }
  const to = async (next: number) => {
    time = next
    for (const each of [...waiting].filter((one) => one.at <= time)) {
      waiting.delete(each)
      each.wake()
    }
    await settled()
  }
  return { clock, to }
}

const settled = async () => {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve()
}

function poll(answers: (Result<{ n: number }, Trouble> | 'hangs')[]) {
  const { clock, to } = handClock()
  let reads = 0
  const each = new Poll<{ n: number }>({
    clock,
    every: 1000,
    read: (signal) => {
      const answer = answers[reads++] ?? fail('unreachable')
      if (answer !== 'hangs') return Promise.resolve(answer)
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(fail('unreachable'))))
    },
  })
  return { each, to, reads: () => reads }
}

describe('polling', () => {
  it('keeps the same object while the answer is the same', async () => {
    const { each, to } = poll([ok({ n: 1 }), ok({ n: 1 }), ok({ n: 2 })])
    let told = 0
    each.subscribe(() => told++)
    each.start()
    await settled()
    const first = each.state()
    expect(first).toEqual({ is: 'here', value: { n: 1 } })
    await to(1000)
    expect(each.state()).toBe(first)
    expect(told).toBe(1)
    await to(2000)
    expect(each.state()).toEqual({ is: 'here', value: { n: 2 } })
  })

  it('keeps the last value in trouble, says since when, and recovers by itself', async () => {
    const { each, to } = poll([ok({ n: 1 }), fail('unreachable'), fail('unreachable'), ok({ n: 1 })])
    each.start()
    await settled()
    await to(1000)
    await to(2000)
    expect(each.state()).toEqual({ is: 'trouble', why: 'unreachable', since: 1000, value: { n: 1 } })
    await to(3000)
    expect(each.state()).toEqual({ is: 'here', value: { n: 1 } })
  })

  it('asks for nothing while paused, and at once when it goes on', async () => {
    const { each, to, reads } = poll([ok({ n: 1 }), ok({ n: 2 })])
    each.pause(true)
    each.start()
    await to(5000)
    expect(reads()).toBe(0)
    each.pause(false)
    await settled()
    expect(each.state()).toEqual({ is: 'here', value: { n: 1 } })
  })

  it('gives up on an answer that does not come', async () => {
    const { each, to } = poll(['hangs', ok({ n: 1 })])
    each.start()
    await to(PATIENCE)
    expect(each.state()).toEqual({ is: 'trouble', why: 'unreachable', since: PATIENCE })
    await to(PATIENCE + 1000)
    expect(each.state()).toEqual({ is: 'here', value: { n: 1 } })
  })

  it('forgets a reading that was called off', async () => {
    const { each, reads } = poll(['hangs', ok({ n: 2 })])
    each.start()
    each.hurry()
    await settled()
    expect(reads()).toBe(2)
    expect(each.state()).toEqual({ is: 'here', value: { n: 2 } })
  })
})
