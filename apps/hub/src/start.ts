import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import type { PlaybookLibrary } from '@kairos/dialogue/library'
import { DEAF_AFTER, isDeaf } from '@kairos/replica/deaf'
import { HubLink } from '@kairos/replica/hub-link'
import { paceFor, type Pace } from '@kairos/replica/pace'
import type { StoreId } from '@kairos/shared/ids'
import { openServer } from '@kairos/shared/server'
import { SECOND, type Clock, type Ms } from '@kairos/shared/time'
import { writeSecretFile, type Random } from '@kairos/shared/tokens'
import { keeperDoors } from './doors/keeper.ts'
import { systemDoors, tabletPage } from './doors/http.ts'
import { lineToHq, type LineToHq } from './doors/line.ts'
import { screenDoor, tabletDoor, type ConnectedScreen } from './doors/screens.ts'
import type { Enrolment } from './enrolment.ts'
import { Floor } from './floor.ts'
import { kept, type HubTokens } from './kept.ts'
import { Lent } from './lent.ts'
import { linkEvents } from './link-events.ts'
import type { SyncState } from './metrics.ts'
import { rebuild } from './rebuild.ts'
import { SyncWatch } from './sync-watch.ts'
import { everyMinute, refresher, waitingOn } from './turns.ts'
import { grantedIn } from './storage/granted.ts'
import { visitsIn } from './storage/visits.ts'

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
  /** Head office not heard for so long, nobody is recognised until it is (rule S8); 14 days if absent. */
  deafAfter?: Ms
}
export type HubWorld = {
  clock: Clock
  random: Random
  log: FastifyBaseLogger
  /** Its disk took nothing when it was started, and takes what is written now: it is to be started again. */
  again?: () => void
  /** How fast it applies what it reads; by who is in the store if absent, as in every program that ships. */
  pace?: () => Pace
}
export type HubState = SyncState & {
  store: StoreId
  /** The version it decides with; 0 for none yet. */
  playbook: number
  /** All speaking is paused. */
  paused: boolean
  /** Those that are connected, with their devices. */
  screens: ConnectedScreen[]
}
export type RunningHub = {
  url: string
  store: StoreId
  tokens: HubTokens
  state: () => HubState
  close: () => Promise<void>
}

/** Starts a store's hub: serves from disk at once, whether or not HQ can be reached. */
export async function startHub(settings: HubSettings, world: HubWorld): Promise<RunningHub> {
  const { clock, random, log, pace } = world
  const { enrolment, deafAfter = DEAF_AFTER } = settings
  const { store } = enrolment
  const has = kept(settings.data, world, () => refresh())
  const { database, storage, whose, library, tokens, replica, disk, failed, cleaning } = has
  let ahead = 0
  let asked: Ms | undefined
  const heard = () => void (asked = clock.now())
  /** The line goes on by itself; that it failed (a full disk, say) is for the log. */
  const carry = (going: Promise<void>) => void going.catch(failed)
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
    ask: (identity) => link.lookUp(identity),
    mute: () => (disk.isUnwritable ? 'disk' : isDeaf(storage.heard(), clock.now(), deafAfter) ? 'deaf' : undefined),
    together: (change) => disk.writing(() => database.transaction(change)()),
    now: () => Math.round(clock.now() + ahead),
    changed: refresh,
    recorded: () => carry(link.send()),
  })
  const events = linkEvents({
    library,
    visits,
    disk,
    log,
    offset: (offset) => (ahead = offset),
    refresh,
    screens: () => screens,
    applied: () => watch.moved(),
  })
  const link: HubLink = new HubLink(storage, replica.epoch, () => clock.now(), events, {
    pace: pace ?? (() => paceFor({ visits: visits.count(), asked, now: clock.now() })),
    wait: waitingOn(clock),
  })
  const watch: SyncWatch = new SyncWatch({
    storage,
    link,
    disk,
    clock,
    offset: () => ahead,
    visits: visits.count,
    cleaning: cleaning.isUnderWay,
    mute: () => floor.mute,
    send: (report) => carry(line.report(report)),
  })
  const { server, sockets } = openHubServer(log, settings.framedBy, heard)
  const state = (): HubState => ({
    store,
    playbook: library.has ? library.current.version : 0,
    paused: replica.paused,
    ...watch.state(),
    screens: screens.list(),
  })
  const doors = {
    sockets,
    floor,
    tokens,
    store: () => frameOf(library, store),
    line: () => (link.up ? ('up' as const) : ('down' as const)),
    asked: heard,
    failed,
  }
  const screens = screenDoor(doors)
  const tablets = tabletDoor(doors)
  systemDoors({ server, floor, store, token: tokens.till, state })
  keeperDoors({
    server,
    store,
    state: () => watch.state(),
    token: tokens.till,
    rebuild: () => rebuild({ database, link, carry, read: () => watch.tell() }),
  })
  await tabletPage(server, settings.tabletPage)
  const url = await server.listen({ host: settings.host, port: settings.port })
  tellDoor(settings.data, { url, ...tokens }, log)
  const line: LineToHq = lineToHq({
    url: settings.hqUrl,
    store,
    token: enrolment.token,
    ...(has.isIll ? {} : { link }),
    clock,
    share: () => random(4).readUInt32BE() / 2 ** 32,
    carry,
    changed: () => {
      refresh()
      watch.tell()
    },
    say: (words) => log.info(words),
  })
  const tidying = everyMinute(clock, () => {
    if (has.tryDisk()) world.again?.()
    if (!floor.mute) floor.tidy()
    carry(link.retry())
    watch.tell()
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
      await cleaning.close()
    },
  }
}

/** The hub's one server; `asked` hears of whatever the store's own systems report. */
function openHubServer(log: FastifyBaseLogger, framedBy: string | undefined, asked: () => void) {
  const limits = { bodyLimit: 256 * 1024, messageLimit: 64 * 1024, heartbeat: 2 * SECOND }
  const opened = openServer({ log, ...limits, framedBy })
  opened.server.addHook('onRequest', async ({ method, url }) => {
    // Whoever only looks how the hub is tells nothing of shoppers.
    if (method === 'POST' && url.startsWith('/v1/')) asked()
  })
  return opened
}

/** Leaves the hub's address and tokens for the commands. It serves without, where its disk takes nothing. */
function tellDoor(data: string, door: object, log: FastifyBaseLogger): void {
  try {
    writeSecretFile(join(data, 'door.json'), door)
  } catch (error) {
    log.error(error, `the hub’s address could not be written to ${data}: commands that are run there may not find it`)
  }
}

/** What stands around everything on the store's screens. */
function frameOf(library: PlaybookLibrary, store: StoreId) {
  const chain = library.has ? library.current.chain : undefined
  return { name: chain?.stores[store]?.name ?? store, language: chain?.language ?? 'en', cards: chain?.cards ?? [] }
}
