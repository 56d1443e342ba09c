import { setTimeout as pause } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import { z } from 'zod'
import { SECOND } from '@kairos/shared/time'
import { answeredSchema, identifiedSchema, SCREEN_WIRE_VERSION, type Say } from '@kairos/shared/wire/hub-screen'
import { SCREEN_NAMESPACE, TABLET_NAMESPACE, TABLET_WIRE_VERSION } from '@kairos/shared/wire/hub-tablet'
import { tabletStateSchema, type TabletState } from '@kairos/shared/tablet-state'
import { Random } from '../chain/random.ts'
import { names } from './ledger.ts'
import { postJson } from './post-json.ts'
import { receiptOf, type sendersOf } from './senders.ts'
import { tokensOf, type HubProgram, type Person, type World } from './world.ts'

const SCREENS = 3
const PATIENCE = 4 * SECOND
const ZONES = ['shoes', 'linen', 'garden']
const keptSchema = z.object({ kept: z.literal(true) })
const reconnecting = { transports: ['websocket'], reconnectionDelay: 100, reconnectionDelayMax: 800 }

/** The shoppers of one store, at its screens and tills, and the associate's tablet: all by the hub's real doors. */
export async function shopIn(
  world: World,
  hub: HubProgram,
  senders: ReturnType<typeof sendersOf>,
  ended: AbortSignal,
): Promise<void> {
  const { ledger, people, seed } = world
  const { store, floor } = hub
  const tokens = tokensOf(hub.data)
  const local = people.filter(({ home }) => home === store)
  /** Nobody stands at two screens at once. */
  const busy = new Set<Person>()
  const tablet = io(`${floor.url}${TABLET_NAMESPACE}`, {
    ...reconnecting,
    auth: { token: tokens.tablet, wire: TABLET_WIRE_VERSION },
  })
  let shownOnTablet: TabletState | undefined
  tablet.on('state', (state: unknown) => (shownOnTablet = tabletStateSchema.parse(state)))
  let receipts = 0
  let showings = 0
  let last = 0

  await Promise.all(Array.from({ length: SCREENS }, (_, n) => screen(n)))
  tablet.disconnect()

  async function screen(n: number): Promise<void> {
    const random = new Random(seed, 'screen', store, n)
    const name = `${store}-${n}`
    const socket = io(`${floor.url}${SCREEN_NAMESPACE}`, {
      ...reconnecting,
      auth: { token: tokens.screen, wire: SCREEN_WIRE_VERSION, screen: name, role: n === 0 ? 'kiosk' : 'cart' },
    })
    while (!ended.aborted) {
      if (socket.connected) {
        const person = random.pick(random.chance(0.85) ? local : people)
        if (!busy.has(person)) {
          busy.add(person)
          await session(random, socket, name, person)
          busy.delete(person)
        }
      }
      await pause(random.whole(10, 250))
    }
    socket.disconnect()
  }

  /** What a socket's other side answers to a message, if it does and it is what was asked for. */
  async function ask<S extends z.ZodType>(socket: Socket, name: string, message: object, schema: S) {
    world.asked++
    try {
      return schema.safeParse(await socket.timeout(PATIENCE).emitWithAck(name, message)).data
    } catch {
      return undefined
    }
  }
  async function post(path: string, body: object): Promise<boolean> {
    world.asked++
    return (await postJson(`${floor.url}${path}`, tokens.till, body))?.status === 200
  }

  async function session(random: Random, socket: Socket, screen: string, person: Person): Promise<void> {
    const strength = random.chance(0.9) ? 'held' : 'claimed'
    const reply = await ask(socket, 'identify', { identity: person.card, strength }, identifiedSchema)
    if (reply?.is !== 'known') {
      // Without an answer she may be in the store by now, on a visit whose name nobody was told.
      if (reply === undefined) ledger.unnamedVisits++
      if (random.chance(0.3)) await pay(random, person)
      return
    }
    const { visit } = reply
    await ledger.once([names.visit(visit)], async () => true)
    await look(random, socket, screen, person, visit, reply.say)
    const who = { identity: person.card }
    if (random.chance(0.4)) {
      const zone = random.pick(ZONES)
      await ledger.each(names.walked(visit, zone), () => post('/v1/zones', { who, zone }))
    }
    await tell(random, person, visit)
    if (random.chance(0.5)) await pay(random, person)
    else if (random.chance(0.7)) await ledger.once([names.left(visit)], () => post('/v1/leave', { who }))
  }

  /** Something is on the glass for a while, and she may answer. */
  async function look(random: Random, socket: Socket, screen: string, person: Person, visit: string, say: Say) {
    const { card } = say
    if (!card) return
    for (let times = random.whole(1, 3); times > 0; times--) {
      const forMs = ++showings
      await ledger.each(names.shown(screen, forMs), async () => {
        const shown = { visit, message: card.ref, for: forMs, at: (last = Math.max(last + 1, Date.now())) }
        return (await ask(socket, 'shown', shown, keptSchema)) !== undefined
      })
    }
    const { response } = card.asks.length > 0 && random.chance(0.7) ? random.pick(card.asks) : {}
    if (response === undefined) return
    await ledger.each(names.response(person.customer, card.ref, response, 'shopper'), async () => {
      const answer = { visit, message: card.ref, response }
      return (await ask(socket, 'answer', answer, answeredSchema)) !== undefined
    })
  }

  /** The associate says what came of a prompt. */
  async function tell(random: Random, person: Person, visit: string): Promise<void> {
    const prompt = shownOnTablet?.visitors.find((each) => each.visit === visit)?.prompt
    if (!prompt || prompt.asks.length === 0 || !tablet.connected) return
    const { response } = random.pick(prompt.asks)
    await ledger.each(names.response(person.customer, prompt.ref, response, 'associate'), async () => {
      const outcome = { visit, ref: prompt.ref, response }
      return (await ask(tablet, 'outcome', outcome, keptSchema)) !== undefined
    })
  }

  /** A till reports a receipt until it is taken, as tills do; now and then twice. */
  async function pay(random: Random, person: Person): Promise<void> {
    const receipt = receiptOf(random, store, 't1', String(++receipts))
    const name = names.event(`purchase:${store}/t1/${receipt.receipt}`)
    if (random.chance(0.2)) senders.alsoTellHq(person, receipt)
    const again = random.chance(0.1)
    for (let tries = 0; tries < 8 && !ended.aborted; tries++) {
      const isDone = await ledger.once([name], () => post('/v1/receipts', { ...receipt, identity: person.card }))
      if (isDone && !again) return
      await pause(100)
    }
  }
}
