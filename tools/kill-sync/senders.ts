import { setTimeout as pause } from 'node:timers/promises'
import type { CloudEventInput } from '@kairos/shared/cloudevents'
import { receiptEventId } from '@kairos/shared/event'
import { Random } from '../chain/random.ts'
import { names } from './ledger.ts'
import { postJson } from './post-json.ts'
import type { Person, World } from './world.ts'

/** Senders at work side by side. */
const SENDERS = 2
const MOST_AT_ONCE = 20
/** A sender that gets no answer sends the same again so often, and then forgets it. */
const MOST_TRIES = 12
const CATEGORIES = ['shoes', 'linen', 'garden', 'tableware', 'lighting']

export type Receipt = ReturnType<typeof receiptOf>

/** A till's receipt; which one tells everybody apart. */
export function receiptOf(random: Random, store: string, till: string, receipt: string) {
  const amount = random.whole(100, 9900)
  const line = { sku: 's', name: 'n', category: random.pick(CATEGORIES), quantity: 1, amount }
  return { store, till, receipt, total: amount, lines: [line] }
}

const envelope = (id: string, { customer }: Person) => ({
  specversion: '1.0' as const,
  source: 'kill-run',
  id,
  subject: customer,
  time: new Date().toISOString(),
})
const profileOf = (person: Person): CloudEventInput => ({
  ...envelope(`profile-${person.customer}`, person),
  type: 'kairos.profile',
  data: { first: person.customer, home: person.home, identities: [person.card] },
})

/** What HQ calls an event that comes in by its door (rule E9). */
const idOf = (event: CloudEventInput): string =>
  event.type === 'kairos.purchase'
    ? receiptEventId('purchase', event.data.store, event.data.till, event.data.receipt)
    : `${event.source}#${event.id}`

/** The systems of head office that tell HQ what customers do, each event again until it is taken. */
export function sendersOf(world: World) {
  const { people, ledger, office, token, seed } = world
  const known = people.filter(({ isStranger }) => !isStranger)
  /** Receipts that tills reported to their hubs, which reach HQ from another side, too. */
  const reported: CloudEventInput[] = []

  function something(random: Random, id: string): CloudEventInput {
    const person = random.pick(known)
    const what = random.pick(['web', 'web', 'usage', 'buy', 'buy', 'reported', 'consent'])
    if (what === 'reported' && reported.length > 0) return random.pick(reported)
    if (what === 'buy')
      return {
        ...envelope(id, person),
        type: 'kairos.purchase',
        data: receiptOf(random, person.home, 'web', id),
      }
    if (what === 'consent')
      return {
        ...envelope(id, person),
        type: 'kairos.consent',
        data: { purpose: 'marketing', given: random.chance(0.8), strength: 'held' },
      }
    if (what === 'usage') return { ...envelope(id, person), type: 'kairos.usage', data: { of: 'minutes', amount: 1 } }
    return { ...envelope(id, person), type: 'kairos.webVisit', data: { page: '/' } }
  }

  async function send(events: readonly CloudEventInput[], tries: number): Promise<boolean> {
    const url = `${office.url}/v1/events`
    for (let n = 0; n < tries; n++) {
      world.asked++
      const ids = [...new Set(events.map((event) => names.event(idOf(event))))]
      if (await ledger.once(ids, async () => (await postJson(url, token, events))?.status === 202)) return true
    }
    return false
  }
  const sendAll = async (events: readonly CloudEventInput[]) => {
    for (let from = 0; from < events.length; from += 500)
      if (!(await send(events.slice(from, from + 500), 1000))) throw new Error('HQ takes nothing any more')
  }

  return {
    /** Everybody whom head office knows, each with something bought before. */
    enrol: async (): Promise<void> => {
      const random = new Random(seed, 'enrol')
      const bought = known.map((person, n): CloudEventInput => ({
        ...envelope(`first-${n}`, person),
        type: 'kairos.purchase',
        data: receiptOf(random, person.home, 'old', String(n)),
      }))
      await sendAll([...known.map(profileOf), ...bought])
    },
    /** Head office hears who those are whom its stores have met as strangers. */
    nameStrangers: (): Promise<void> => sendAll(people.filter(({ isStranger }) => isStranger).map(profileOf)),
    alsoTellHq(person: Person, receipt: Receipt): void {
      if (person.isStranger) return
      reported.push({
        ...envelope(`again-${receipt.till}-${receipt.receipt}`, person),
        type: 'kairos.purchase',
        data: receipt,
      })
    },
    /** Sends until it is told to stop. */
    async run(ended: AbortSignal): Promise<void> {
      const one = async (_: unknown, sender: number) => {
        const random = new Random(seed, 'sender', sender)
        for (let n = 0; !ended.aborted; n++) {
          const count = random.whole(1, MOST_AT_ONCE)
          const events = Array.from({ length: count }, (_, k) => something(random, `${sender}-${n}-${k}`))
          await send(events, random.chance(0.8) ? MOST_TRIES : 1)
          await pause(random.whole(0, 400))
        }
      }
      await Promise.all(Array.from({ length: SENDERS }, one))
    },
  }
}
