import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import { z } from 'zod'
import { advance, newCustomer } from '@kairos/dialogue/advance'
import { PlaybookLibrary } from '@kairos/dialogue/library'
import { HubLink } from '@kairos/replica/hub-link'
import { HubReplica } from '@kairos/replica/hub-replica'
import { epochSchema, type StoreId } from '@kairos/shared/ids'
import { openServer } from '@kairos/shared/server'
import { MINUTE, SECOND, type Cancel, type Clock } from '@kairos/shared/time'
import { newToken, secretsIn, writeSecretFile, type Random } from '@kairos/shared/tokens'
import { systemDoors, tabletPage } from './doors/http.ts'
import { lineToHq } from './doors/line.ts'
import { screenDoor, tabletDoor, type ConnectedScreen } from './doors/screens.ts'
import type { Enrolment } from './enrolment.ts'
import { Floor } from './floor.ts'
import { Lent } from './lent.ts'
import { openHubDatabase } from './storage/open.ts'
import { sqliteReplica } from './storage/sqlite-replica.ts'
import { grantedIn } from './storage/granted.ts'
import { visitsIn } from './storage/visits.ts'

const secretsSchema = z.object({ screen: z.string().min(20), tablet: z.string().min(20), till: z.string().min(20) })

export type HubSettings = {
  data: string
  hqUrl: string
  enrolment: Enrolment
  host: string
  /** 0 for any free one. */
  port: number
  /** The built page of the associates' tablet. */
  tabletPage?: string
  framedBy?: string
}
export type HubWorld = { clock: Clock; random: Random; log: FastifyBaseLogger }
export type HubState = {
  store: StoreId
  line: 'up' | 'down'
  /** The version it decides with; 0 for none yet. */
  playbook: number
  customers: number
  unsent: number
  uncontained: number
  visits: number
  /** All speaking is paused. */
  paused: boolean
  /** Those that are connected, with their devices. */
  screens: ConnectedScreen[]
}
export type RunningHub = {
  url: string
  store: StoreId
  tokens: z.infer<typeof secretsSchema>
  state: () => HubState
  close: () => Promise<void>
}

/** Starts a store's hub: serves from disk at once, whether or not HQ can be reached. */
export async function startHub(settings: HubSettings, { clock, random, log }: HubWorld): Promise<RunningHub> {
  const { enrolment } = settings
  const { store } = enrolment
  const database = openHubDatabase(join(settings.data, 'hub.sqlite'))
  const { storage, whose, countCustomers } = sqliteReplica(database)
  const library = new PlaybookLibrary()
  for (const playbook of storage.playbooks()) library.add(playbook)
  const tokens = secretsIn(join(settings.data, 'secrets.json'), secretsSchema, () => ({
    screen: newToken(random),
    tablet: newToken(random),
    till: newToken(random),
  }))
  let ahead = 0
  // Before the first playbook there are no documents to fold into, and nothing is recognised.
  const replica = new HubReplica(
    storage,
    epochSchema.parse(random(8).toString('hex')),
    (customer, event) => (library.has ? advance(library, customer, event).customer : customer),
    (id) => newCustomer(library, id),
    (fact, error) => log.error({ epoch: fact.epoch, n: fact.n, error }, 'a fact cannot be folded; it changes nothing'),
  )
  /** The line goes on by itself; that it failed (a full disk, say) is for the log. */
  const carry = (going: Promise<void>) => void going.catch((error: unknown) => log.error(error))
  const refresh = refresher(() => {
    screens.refresh()
    tablets.refresh()
  })
  const visits = visitsIn(database)
  const floor: Floor = new Floor({
    store,
    key: { hex: enrolment.chainKey },
    playbooks: library,
    replica,
    visits,
    lent: new Lent(library, grantedIn(database)),
    customerOf: whose,
    together: (change) => database.transaction(change)(),
    now: () => Math.round(clock.now() + ahead),
    changed: refresh,
    recorded: () => carry(link.send()),
  })
  const link: HubLink = new HubLink(storage, replica.epoch, () => clock.now(), {
    clockOffset: (offset) => (ahead = offset),
    playbook: (playbook) => {
      const added = library.add(playbook)
      if (!added.ok) log.warn({ version: playbook.version }, 'this hub cannot read a playbook; it keeps the old one')
      screens.greet()
      refresh()
    },
    applied: refresh,
    paused: (paused) => {
      if (paused) screens.hush()
      refresh()
    },
  })
  const { server, sockets } = openServer({
    log,
    bodyLimit: 256 * 1024,
    messageLimit: 64 * 1024,
    heartbeat: 2 * SECOND,
    framedBy: settings.framedBy,
  })
  const state = (): HubState => ({
    store,
    line: link.up ? 'up' : 'down',
    playbook: library.has ? library.current.version : 0,
    customers: countCustomers(),
    ...storage.depth(),
    visits: visits.open().length,
    paused: replica.paused,
    screens: screens.list(),
  })
  const doors = {
    sockets,
    floor,
    tokens,
    store: () => {
      const chain = library.has ? library.current.chain : undefined
      return { name: chain?.stores[store]?.name ?? store, language: chain?.language ?? 'en', cards: chain?.cards ?? [] }
    },
    line: () => (link.up ? ('up' as const) : ('down' as const)),
    failed: (error: unknown) => log.error(error),
  }
  const screens = screenDoor(doors)
  const tablets = tabletDoor(doors)
  systemDoors({ server, floor, store, token: tokens.till, state })
  await tabletPage(server, settings.tabletPage)
  const url = await server.listen({ host: settings.host, port: settings.port })
  writeSecretFile(join(settings.data, 'door.json'), { url, ...tokens })
  const line = lineToHq({
    url: settings.hqUrl,
    store,
    token: enrolment.token,
    link,
    carry,
    changed: refresh,
    say: (words) => log.info(words),
  })
  const tidying = everyMinute(clock, () => {
    floor.tidy()
    carry(link.retry())
    refresh()
  })
  return {
    url,
    store,
    tokens,
    state,
    async close() {
      tidying()
      line.close()
      await sockets.close()
      await server.close()
      database.close()
    },
  }
}

/** Many changes within one turn are shown once. */
function refresher(show: () => void): () => void {
  let waiting = false
  return () => {
    if (waiting) return
    waiting = true
    setImmediate(() => {
      waiting = false
      show()
    })
  }
}

/** What time alone changes (a message whose deadline passed, a visit that ended) is looked at once a minute. */
function everyMinute(clock: Clock, then: () => void): () => void {
  let cancel: Cancel | undefined
  const arm = () => {
    cancel = clock.at(clock.now() + MINUTE, () => {
      then()
      arm()
    })
  }
  arm()
  return () => cancel?.()
}
