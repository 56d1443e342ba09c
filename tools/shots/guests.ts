import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Doors, launch } from '../whole-way/running-chain.ts'
import { NOW } from './fixtures/tablet-views.ts'
import type { Size } from './fixtures/exhibits.ts'
import { openStandInHq } from './stand-in-hq.ts'

/** A page that is not in the gallery: it stands at its own address and is photographed as it is. */
export interface Guest {
  name: string
  url: string
  sizes: readonly Size[]
  /** The page is ready when this selector is there. */
  ready: string
  /** A working tool may be longer than the glass; a shopper's screen may not. */
  mayScroll: boolean
}

const DESKS: readonly Size[] = [
  { width: 1920, height: 1080 },
  { width: 1440, height: 900 },
]
const CONSOLE: readonly Size[] = [
  { width: 1280, height: 900 },
  { width: 480, height: 900 },
]

/** All of a long page. */
const LONG: readonly Size[] = [
  { width: 1280, height: 1700 },
  { width: 480, height: 3400 },
]

/** Runs a small chain in which something is going on, for the dock's and head office's pages. */
export async function openGuests(): Promise<{ guests: Guest[]; close: () => Promise<void> }> {
  const data = mkdtempSync(join(tmpdir(), 'kairos-shots-'))
  const launcher = await launch(data, '--seed', '7')
  const doors = new Doors(launcher.url)
  const state = await doors.state()
  const store = state.stores[0]
  const kiosk = store?.screens.find(({ role }) => role === 'kiosk')
  const cart = store?.screens.find(({ role }) => role === 'cart')
  const [first, second] = state.people.filter(({ card, home }) => card && home === store?.store)
  if (!store || !kiosk || !cart || !first || !second)
    throw new Error('the demo chain has a store with screens and shoppers')
  await doors.do({ do: 'swipe', screen: cart.screen, person: first.customer })
  await doors.do({ do: 'swipe', screen: kiosk.screen, person: second.customer })
  const console = (at: string) => `${state.console}&at=${at}`
  const standIn = await openStandInHq(NOW)
  const desk = { sizes: DESKS, mayScroll: false }
  const office = { sizes: CONSOLE, mayScroll: true }
  return {
    guests: [
      { name: 'dock', url: launcher.url, ready: '[data-frame=kiosk]', ...desk },
      { name: 'head office, stores', url: console('/stores'), ready: '[data-store]', ...office },
      {
        name: 'head office, stores in every state',
        url: standIn.url,
        ready: '[data-erasure]',
        sizes: LONG,
        mayScroll: true,
      },
      { name: 'head office, customers', url: console('/customers'), ready: '[data-customer]', ...office },
      {
        name: 'head office, a customer',
        url: console(`/customers/${second.customer}`),
        ready: '[data-kind]',
        ...office,
      },
    ],
    async close() {
      await standIn.close()
      await launcher.interrupt()
      rmSync(data, { recursive: true, force: true })
    },
  }
}
