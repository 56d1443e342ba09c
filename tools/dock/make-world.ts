import type { CloudEventInput } from '@kairos/shared/cloudevents'
import { DAY, type Ms } from '@kairos/shared/time'
import { dayOf, generateChain, MARLOW_FINCH } from '../chain/chain.ts'
import { enrolments, wallets } from '../chain/customers.ts'
import { shoppingDay } from '../chain/shopping.ts'
import type { Part } from './parts/parts.ts'
import type { Wallet } from './world-file.ts'

const WEEKS_OF_HISTORY = 20
const WEEKS_LIVED = 4
const EVENTS_PER_POST = 1000

export type Say = (words: string) => void

/** Where HQ's clock has to stand before the chain is made: as many weeks back as are then lived through. */
export const BEGIN_AHEAD: Ms = -WEEKS_LIVED * 7 * DAY

/**
 * Makes the chain through HQ's own doors: its customers, their shopping of the past as history, and
 * then some weeks lived day by day, so that real dialogues have begun and real silences have passed.
 */
export async function makeWorld(hq: Part, customers: number, seed: number, now: Ms, say: Say): Promise<Wallet[]> {
  const lived = now - WEEKS_LIVED * 7 * DAY
  const from = dayOf(lived - WEEKS_OF_HISTORY * 7 * DAY)
  const chain = generateChain({ seed, customers, from, until: dayOf(now), ...MARLOW_FINCH })
  say(`Making a chain of ${customers} customers, with ${WEEKS_OF_HISTORY} weeks of shopping behind them`)
  await post(hq, enrolments(chain))
  for (let at = lived - WEEKS_OF_HISTORY * 7 * DAY; dayOf(at) < dayOf(lived); at += DAY) {
    await post(hq, shoppingDay(chain, dayOf(at), true))
  }
  for (let day = 0; day < WEEKS_LIVED * 7; day++) {
    const at = lived + day * DAY
    if (day % 7 === 0) say(`Week ${day / 7 + 1} of ${WEEKS_LIVED} passes in the stores`)
    // A day's events arrive at its end; then the clock stands at the next day's beginning.
    await hq.setAhead(endOf(at) - now)
    await post(hq, shoppingDay(chain, dayOf(at)))
  }
  await hq.setAhead(0)
  return wallets(chain)
}

const endOf = (at: Ms): Ms => Math.floor(at / DAY) * DAY + DAY - 1

/** Hands events to HQ's door, in batches. Throws with HQ's own words if it refuses them. */
export async function post(hq: Part, events: Iterable<CloudEventInput>): Promise<void> {
  let batch: CloudEventInput[] = []
  const send = async () => {
    const response = await fetch(`${hq.url}/v1/events`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${hq.tokens['console']}`,
        'content-type': 'application/cloudevents-batch+json',
      },
      body: JSON.stringify(batch),
    })
    if (!response.ok) throw new Error(`HQ refused events: ${await response.text()}`)
    batch = []
  }
  for (const event of events) {
    batch.push(event)
    if (batch.length === EVENTS_PER_POST) await send()
  }
  if (batch.length > 0) await send()
}
