import type { Server, Socket } from 'socket.io'
import type { z } from 'zod'
import { HqEnd } from '@kairos/replica/hq-end'
import type { Epoch, StoreId } from '@kairos/shared/ids'
import { SECOND, type Ms } from '@kairos/shared/time'
import { serve } from '@kairos/shared/wire/serve'
import { tokenMatches } from '@kairos/shared/tokens'
import {
  compareSchema,
  factsSchema,
  helloSchema,
  lookupSchema,
  pausedKeptSchema,
  pullSchema,
  SYNC_NAMESPACE,
  syncAuthSchema,
  type HqToHub,
  type HubToHq,
  type PublishedPlaybook,
} from '@kairos/shared/wire/hq-hub'
import { reportSchema, type Report } from '@kairos/shared/wire/hub-report'
import type { HqStorage } from '../storage/storage.ts'
import { Crowd } from './crowd.ts'

/** A hub that does not confirm a pause within so long counts as not told; its line may just be down. */
const CONFIRMED_WITHIN: Ms = 3 * SECOND

export type SyncDoor = {
  sockets: Server
  storage: HqStorage
  epoch: Epoch
  /** The stores are those of the current playbook. */
  tokens: () => ReadonlyMap<StoreId, string>
  now: () => Ms
  /** At random, from 0 up to 1. */
  share: () => number
  factsCame: () => void
  /** Whether all speaking is paused. */
  paused: () => boolean
  /** A hub names its newest playbook. */
  hubHas: (store: StoreId, playbook: number) => void
  failed: (error: unknown) => void
}

/** Where hubs connect. Only carries: parses what comes, and hands it to HQ's end of the sync. */
export function syncDoor(door: SyncDoor) {
  const space = door.sockets.of(SYNC_NAMESPACE)
  const connected = new Map<StoreId, number>()
  const reports = new Map<string, { at: Ms; report: Report }>()
  const crowd = new Crowd()
  space.use((socket, next) => {
    const auth = syncAuthSchema.safeParse(socket.handshake.auth)
    const token = auth.success ? door.tokens().get(auth.data.store) : undefined
    if (!auth.success || token === undefined || !tokenMatches(auth.data.token, token)) {
      next(new Error('refused: unknown store, wrong token, or another version of the sync'))
      return
    }
    socket.data = { store: auth.data.store }
    next()
  })
  space.on('connection', (socket) => {
    const { store }: { store: StoreId } = socket.data
    const end = new HqEnd(door.storage, store, door.epoch, door.now)
    connected.set(store, (connected.get(store) ?? 0) + 1)
    socket.on('disconnect', () => connected.set(store, (connected.get(store) ?? 1) - 1))
    void socket.join(store)

    const on = <S extends z.ZodType>(
      name: keyof HubToHq,
      schema: S,
      answer: (message: z.infer<S>) => Promise<object>,
    ) => socket.on(name, serve(schema, door.failed, answer))
    on('hello', helloSchema, async (hello) => {
      const welcome = await end.hello(hello)
      door.hubHas(store, hello.playbook)
      return { ...welcome, paused: door.paused(), wait: crowd.arrived(door.now(), door.share()) }
    })
    on('pull', pullSchema, ({ cursor, most }) => end.pull(cursor, most))
    on('compare', compareSchema, (asked) => end.compare(asked))
    on('report', reportSchema, async (report) => {
      reports.set(store, { at: door.now(), report })
      return { heard: true }
    })
    on('lookup', lookupSchema, ({ identity }) => end.lookUp(identity))
    on('facts', factsSchema, async ({ facts }) => {
      const stored = await end.facts(facts)
      if (!stored.ok) return { refused: stored.error }
      door.factsCame()
      return stored.value
    })
  })
  return {
    /** Tells the hubs of these stores that there is something to read. */
    news(stores: ReadonlySet<StoreId>): void {
      for (const store of stores) space.to(store).emit('news' satisfies keyof HqToHub)
    },
    /** A version is current: hubs have it before any document that names it (rule S10). */
    publish(playbook: PublishedPlaybook): void {
      space.emit('playbook' satisfies keyof HqToHub, playbook)
    },
    /** Tells every hub at once whether speaking is paused; gives the stores whose hubs have it on disk. */
    async pause(paused: boolean): Promise<Set<string>> {
      const told = new Set<string>()
      const tell = async (socket: Socket) => {
        const { store }: { store: StoreId } = socket.data
        try {
          const reply: unknown = await socket
            .timeout(CONFIRMED_WITHIN)
            .emitWithAck('paused' satisfies keyof HqToHub, { paused })
          if (pausedKeptSchema.safeParse(reply).success) told.add(store)
        } catch {
          // No answer: the line is dead, or the hub does not know pauses. It is not among those told.
        }
      }
      await Promise.all([...space.sockets.values()].map(tell))
      return told
    },
    /** What each hub last told of itself. */
    reports: (): ReadonlyMap<string, { at: Ms; report: Report }> => reports,
    connected: (): Set<StoreId> => new Set([...connected].filter(([, n]) => n > 0).map(([store]) => store)),
  }
}
