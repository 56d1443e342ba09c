import type { Customers } from './customers.ts'
import { change, type Program } from './programs.ts'
import { cart, recognise } from './screens.ts'
import { tell } from './told.ts'
import { inMs, load, pause, spread } from './words.ts'

const TIMES = 300
const EVERY = 40
/** The stream beside it: so many customers change with each, so often. */
const STREAM = { customers: 20, every: 100 }

/**
 * From an event that is handed to HQ's door until the changed document is applied at the hub, and the cart of that
 * customer is told so: intake, fold and feed at HQ, the line, the transaction at the hub, and one hop to the cart.
 */
export async function changeLatency(hq: Program, hub: Program, customers: Customers, count: number): Promise<void> {
  const socket = await cart(hub)
  await recognise(socket, 0)
  // Her visit goes up as a fact and comes back with her document.
  await pause(1000)
  const measure = async () => {
    const times: number[] = []
    for (let time = 0; time < TIMES; time++) {
      const said = new Promise<void>((resolve) => socket.once('say', () => resolve()))
      const began = performance.now()
      // A cart is told only what changes something on its glass: her name, and what is said to her.
      await change(hq, [customers.idOf(0)], time % 2 === 1)
      await said
      times.push(performance.now() - began)
      await pause(EVERY)
    }
    return spread(times)
  }
  const idle = await measure()
  const stream = { on: true }
  const keepChanging = async () => {
    for (let from = 1; stream.on; from = (from + STREAM.customers) % (count - STREAM.customers)) {
      const next = pause(STREAM.every)
      await change(
        hq,
        Array.from({ length: STREAM.customers }, (_, n) => customers.idOf(from + n)),
      )
      await next
    }
  }
  const beside = keepChanging()
  const busy = await measure()
  stream.on = false
  await beside
  socket.disconnect()
  tell('from an event at HQ to the hub and its cart', '', inMs(idle))
  tell(`  while ${(STREAM.customers * 1000) / STREAM.every} others change each second`, '', inMs(busy))
  console.log(`
From an event at HQ's door to the document at the hub, and its cart told; ${TIMES} changes (${load()})
  nothing else happens          ${inMs(idle)}
  ${(STREAM.customers * 1000) / STREAM.every} others change each second  ${inMs(busy)}`)
}
