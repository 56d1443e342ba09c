import { expect, test } from 'vitest'
import { gpuFaults } from './gpu-faults.ts'

test('the third end of the graphics process is enough, once; ends of others and proper ends are none', () => {
  const isEnough = gpuFaults()
  const told = [
    { type: 'Utility', reason: 'crashed' },
    { type: 'GPU', reason: 'crashed' },
    { type: 'GPU', reason: 'clean-exit' },
    { type: 'GPU', reason: 'oom' },
    { type: 'GPU', reason: 'killed' },
    { type: 'GPU', reason: 'killed' },
  ]
  expect(told.map(isEnough)).toEqual([false, false, false, false, true, false])
})
