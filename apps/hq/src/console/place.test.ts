import { describe, expect, it } from 'vitest'
import { customerIdSchema } from '@kairos/shared/ids'
import { hashOf, placeOf, type Place } from './place.ts'

describe('a place in the console', () => {
  it('comes back from its address', () => {
    const places: Place[] = [
      { is: 'stores' },
      { is: 'customers', find: '' },
      { is: 'customers', find: 'Zoë & co?' },
      { is: 'customer', customer: customerIdSchema.parse('chain:c+1@x') },
    ]
    for (const place of places) expect(placeOf(hashOf(place))).toEqual(place)
  })

  it('is the stores for an address that says nothing, and the search for an id that is none', () => {
    expect(placeOf('')).toEqual({ is: 'stores' })
    expect(placeOf('#/nowhere')).toEqual({ is: 'stores' })
    expect(placeOf('#/customers/%E0%A4%A')).toEqual({ is: 'customers', find: '' })
  })
})
