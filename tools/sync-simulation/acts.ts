import type { Event } from '@kairos/shared/event'
import { receiptEventId } from '@kairos/shared/event'
import { eventIdSchema, zoneIdSchema, type CustomerId, type StoreId } from '@kairos/shared/ids'
import { hashIdentity } from '@kairos/shared/identity-hash'
import { DAY, HOUR, MINUTE } from '@kairos/shared/time'
import { Random } from '../chain/random.ts'
import type { SimulatedHub } from './simulated-hub.ts'
import { cardOf } from './who.ts'
import type { World } from './world.ts'

const CATEGORIES = ['shoes', 'linen', 'garden']

/** What people do: in the stores, on the web site, and over time. */
export function actsOf(world: World) {
  const { scheduler, hq, hubs, customers, stores, key, setting, script } = world
  let random = world.random
  const began = scheduler.now()
  let events = 0
  let receipts = 0
  const reported: Receipt[] = []
  type Receipt = ReturnType<typeof receipt>

  const common = (customer: CustomerId) => {
    const received = scheduler.now()
    const at = received - (random.chance(0.2) ? random.whole(0, 3 * DAY) : 0)
    return { id: eventIdSchema.parse(`web#${++events}`), customer, at, received }
  }
  /** The last of them tell head office who they are late, or never. */
  const known = customers.slice(0, Math.max(1, customers.length - setting.strangers))

  const enrolment = (customer: CustomerId): Event[] => [
    {
      ...common(customer),
      type: 'profile',
      profile: { first: customer, home: random.pick(stores) },
      identities: [hashIdentity(key, cardOf(customer))],
    },
    { ...common(customer), type: 'consent', purpose: 'marketing', given: random.chance(0.8), strength: 'held' },
    ...Array.from({ length: random.whole(0, 4) }, () => purchase(customer, receipt(random.pick(stores)))),
  ]

  function receipt(store: StoreId) {
    const amount = random.whole(1, 99)
    const line = { sku: 's', name: 'n', category: random.pick(CATEGORIES), quantity: 1, amount }
    return { store, till: 't1', receipt: `${++receipts}`, total: amount, lines: [line] }
  }
  const purchase = (customer: CustomerId, of: Receipt): Event => ({
    ...common(customer),
    ...of,
    type: 'purchase',
    id: receiptEventId('purchase', of.store, of.till, of.receipt),
  })

  /** A receipt reaches HQ, a hub, or both, in any order, sometimes more than once, rarely under two names. */
  function pay(hub: SimulatedHub): void {
    const customer = random.pick(customers)
    const again = reported.length > 0 && random.chance(0.2)
    const of = again ? random.pick(reported) : receipt(random.chance(0.8) ? hub.store : random.pick(stores))
    if (!again) reported.push(of)
    if (random.chance(0.4)) hq.takeIn([purchase(random.chance(0.95) ? customer : random.pick(customers), of)])
    const { running } = hub
    if (!running?.playbooks.has || random.chance(0.2)) return
    if (random.chance(0.5) && running.storage.base(customer)) running.floor.paid(customer, of)
    else
      carry(hub, async () => {
        const whose = await running.floor.find(cardOf(customer))
        if (whose !== undefined && !running.life.dead) running.floor.paid(whose, of)
      })
  }

  function onTheFloor(hub: SimulatedHub): void {
    const { running } = hub
    if (!running) return
    const { floor, visits } = running
    const screen = random.pick(world.screensOf(hub))
    if (random.chance(0.35)) {
      screen.identify(random.pick(customers), random.chance(0.8) ? 'held' : 'claimed')
      return
    }
    if (random.chance(0.5) && screen.touch(random)) return
    const open = visits.open()
    if (open.length === 0) return
    const visit = random.pick(open)
    const { prompt } = floor.tablet('up').visitors.find((each) => each.visit === visit.visit) ?? {}
    const act = random.pick(['outcome', 'walk', 'leave', 'pay', 'tidy', 'aisle'])
    if (act === 'outcome' && prompt?.asks.length)
      floor.outcome(visit.visit, prompt.ref, random.pick(prompt.asks).response)
    else if (act === 'walk')
      floor.presence.walk(visit, zoneIdSchema.parse(random.pick(['shoes', 'linen', 'unreadable'])))
    else if (act === 'leave') floor.presence.leave(visit)
    else if (act === 'pay') pay(hub)
    else if (act === 'tidy') floor.presence.tidy()
    else if (act === 'aisle') floor.saying.cards(visit, 'public')
  }

  /** She answers, elsewhere, what her document says she was told. */
  function answerAtHq(): void {
    const document = hq.documents().get(random.pick(customers))
    const run = document?.runs.at(-1)
    if (!document || !run) return
    const told = hq.playbooks.version(run.version)?.dialogues.get(run.dialogue)?.steps.get(run.step)
    if (told?.is !== 'say' || told.responses.size === 0) return
    const { responses } = told
    const { dialogue, occasion, step, version, reached } = run
    const message = { dialogue, run: occasion, step, version, time: reached[step] ?? 1 }
    const response = random.pick([...responses.keys()])
    hq.takeIn([
      { ...common(document.id), type: 'response', message, response, by: random.pick(['shopper', 'associate']) },
    ])
  }

  function elsewhere(): void {
    if (!hq.up) return
    if (random.chance(setting.merge)) return hq.merge(random.pick(customers), random.pick(customers))
    if (random.chance(setting.erase)) return hq.erase(random.pick(customers))
    if (random.chance(0.05)) return hq.leave()
    const what = random.pick(['buy', 'move', 'consent', 'answer', 'answer', 'again'])
    const customer = random.pick(customers)
    if (what === 'buy') hq.takeIn([purchase(customer, receipt(random.pick(stores)))])
    else if (what === 'answer') answerAtHq()
    else if (what === 'again' && reported.length > 0) hq.takeIn([purchase(customer, random.pick(reported))])
    else hq.takeIn(enrolment(customer).slice(0, what === 'move' ? 1 : 2))
  }

  /** What a hub goes on with by itself, because head office is asked first. */
  function carry(hub: SimulatedHub, going: () => Promise<unknown>): void {
    const life = hub.running?.life
    going().catch((error: unknown) => life?.dead || world.failed(hub, error))
  }

  /** One thing happens, to somebody, somewhere. */
  function act(): void {
    const hub = random.pick(hubs)
    const { life } = hub.running ?? {}
    try {
      if (random.chance(0.75)) onTheFloor(hub)
      else if (random.chance(0.5)) pay(hub)
      else elsewhere()
    } catch (error) {
      if (!life?.dead) world.failed(hub, error)
    }
  }

  return {
    enrol(n: number): void {
      random = new Random(world.seed, 'enrol', n)
      hq.takeIn((random.chance(0.3) ? customers : known).flatMap(enrolment))
    },
    /** What people do in one turn, each by itself, so that any of it can be left out; then time passes. */
    turn(n: number): void {
      for (let place = 0; place <= hubs.length / 8; place++) {
        random = new Random(world.seed, 'act', n, place)
        if (script.does('act', `${place}`)) act()
      }
      random = new Random(world.seed, 'time', n)
      // A hub keeps what HQ may lack for 30 days (rule 16); a restored HQ is not back later than that.
      const isLate = setting.restoreHq > 0 && scheduler.now() - began > 25 * DAY
      if (isLate) return scheduler.pass(random.whole(1, MINUTE))
      if (random.chance(0.3)) scheduler.pass(random.whole(1, HOUR))
      if (random.chance(0.2)) scheduler.pass(random.whole(1, Math.ceil((setting.days * DAY * 10) / setting.of)))
      else scheduler.pass(random.whole(1, MINUTE))
    },
  }
}
