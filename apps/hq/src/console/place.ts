import { useSyncExternalStore } from 'react'
import { customerIdSchema, type CustomerId } from '@kairos/shared/ids'
import { never } from '@kairos/shared/result'

/** Where in the console the reader is. It stands in the address, so that a place can be kept and sent on. */
export type Place = { is: 'stores' } | { is: 'customers'; find: string } | { is: 'customer'; customer: CustomerId }

export function placeOf(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  const [first, second] = path.split('/')
  if (first !== 'customers') return { is: 'stores' }
  const customer = customerIdSchema.safeParse(decoded(second ?? ''))
  if (customer.success) return { is: 'customer', customer: customer.data }
  return { is: 'customers', find: new URLSearchParams(query).get('find') ?? '' }
}

export function hashOf(place: Place): string {
  switch (place.is) {
    case 'stores':
      return '#/stores'
    case 'customers':
      return place.find === '' ? '#/customers' : `#/customers?${new URLSearchParams({ find: place.find }).toString()}`
    case 'customer':
      return `#/customers/${encodeURIComponent(place.customer)}`
    default:
      return never(place)
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

const subscribe = (listener: () => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

export function usePlace(): Place {
  return placeOf(useSyncExternalStore(subscribe, () => window.location.hash))
}

/** Puts a place into the address without a step in the history: what is typed letter by letter is one place. */
export function standAt(place: Place): void {
  window.history.replaceState(null, '', hashOf(place))
  window.dispatchEvent(new Event('hashchange'))
}
