import { createContext, use } from 'react'
import { z } from 'zod'
import { customerRowSchema, storeViewSchema } from '@kairos/shared/hq-views'
import { SECOND, type Clock, type Ms } from '@kairos/shared/time'
import type { Polled } from '@kairos/ui/page/polled'
import type { Reads } from '@kairos/ui/page/read-json'
import { usePolled } from '@kairos/ui/page/use-polled'

/** What every part of the console needs to ask HQ. */
export type Hq = {
  token: string
  clock: Clock
  /** HQ's time, as last heard: what is `ago` is told by it and not by the reader's machine. */
  now: Ms
  /** A store's name by its id, or the id while the name is not known. */
  storeName: (store: string) => string
}

export const HqContext = createContext<Hq | undefined>(undefined)

export function useHq(): Hq {
  const hq = use(HqContext)
  if (!hq) throw new Error('a part of the console stands outside of HqContext')
  return hq
}

export const storesSchema = z.array(storeViewSchema)
export const customersSchema = z.array(customerRowSchema)

const EVERY: Ms = 2 * SECOND

export function useRead<T>(path: string, schema: Reads<T>, asker: Pick<Hq, 'token' | 'clock'>): Polled<T> {
  // HQ serves its page under /console/ (or any other path) and its answers at the root of the same origin.
  const [state] = usePolled({ url: path, schema, every: EVERY, token: asker.token, clock: asker.clock })
  return state
}

/** What is known, whether or not HQ can be reached just now. */
export const known = <T>(polled: Polled<T>): T | undefined => (polled.is === 'loading' ? undefined : polled.value)
