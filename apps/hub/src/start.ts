import { join } from 'node:path'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { DEAF_AFTER, isDeaf } from '@kairos/replica/deaf'
import { HubLink } from '@kairos/replica/hub-link'
import { paceFor, type Pace } from '@kairos/replica/pace'
import { announceHub } from '@kairos/shared/hub-on-network'
import type { StoreId } from '@kairos/shared/ids'
import { openServer } from '@kairos/shared/server'
import { SECOND, type Clock, type Ms } from '@kairos/shared/time'
import { writeSecretFile, type Random } from '@kairos/shared/tokens'
import { keeperDoors } from './doors/keeper.ts'
import { systemDoors, tabletPage } from './doors/http.ts'
import { lineToHq, type LineToHq } from './doors/line.ts'
import type { ConnectedScreen } from './doors/screens.ts'
import type { Enrolment } from './enrolment.ts'
import { Floor } from './floor.ts'
import { kept, type HubTokens } from './kept.ts'
import { Lent } from './lent.ts'
import { linkEvents } from './link-events.ts'
import type { SyncState } from './metrics.ts'
import { rebuild } from './rebuild.ts'
import { SyncWatch } from './sync-watch.ts'
import { everyMinute, refresher, waitingOn } from './turns.ts'
import { stageOf, type Stage } from './stage.ts'
import { floorStorage } from './storage/floor-storage.ts'
import { grantedIn } from './storage/granted.ts'

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
  /** Tell the store's network where this hub is. One that only this machine can reach is not told of. */
  announce?: boolean
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
  const has = kept(settings.data, world, { refused: () => refresh(), gone: () => onFloor.visits.forget() })
  const { database, storage, whose, library, tokens, replica, disk, failed, attempt, cleaning } = has
  let ahead = 0
  let asked: Ms | undefined
  const heard = () => void (asked = clock.now())
  /** The line goes on by itself; that it failed (a full disk, say) is for the log. */
  const carry = (going: Promise<void>) => void going.catch(failed)
  const refresh = refresher(() => {
    // Screens that are cut off by the hub's own end are no news.
    if (database.open) stage.refresh()
  })
  // A turn later: whoever waits for an answer hears it before head office hears of her.
  const sends = refresher(() => {
    if (database.open) carry(link.send())
  })
  const onFloor = floorStorage(database, attempt)
  const now = () => Math.round(clock.now() + ahead)
  const floor: Floor = new Floor({
    ...onFloor,
    store,
    key: { hex: enrolment.chainKey },
    playbooks: library,
    replica,
    lent: new Lent(library, grantedIn(database)),
    customerOf: whose,
    ask: (identity) => link.lookUp(identity),
    mute: () => (disk.isUnwritable ? 'disk' : isDeaf(storage.heard(), clock.now(), deafAfter) ? 'deaf' : undefined),
    together: (change) => disk.writing(() => database.transaction(change)()),
    now,
    changed: refresh,
    recorded: sends,
  })
  const events = linkEvents({
    library,
    visits: onFloor.visits,
    disk,
    log,
    offset: (offset) => (ahead = offset),
    refresh,
    hush: () => stage.hush(),
    applied: () => watch.moved(),
  })
  const link: HubLink = new HubLink(storage, replica.epoch, () => clock.now(), events, {
    pace: pace ?? (() => paceFor({ visits: onFloor.visits.count(), asked, now: clock.now() })),
    wait: waitingOn(clock),
  })
  const watch: SyncWatch = new SyncWatch({
    storage,
    link,
    disk,
    clock,
    offset: () => ahead,
    visits: onFloor.visits.count,
    cleaning: cleaning.isUnderWay,
    mute: () => floor.mute,
    ill: () => stage.ill(),
    send: (report) => carry(line.report(report)),
  })
  const news = () => {
    refresh()
    watch.tell()
  }
  const { server, sockets, close } = openHubServer(log, settings.framedBy, heard)
  const state = (): HubState => {
    const playbook = library.has ? library.current.version : 0
    return { store, playbook, paused: replica.paused, ...watch.state(), screens: stage.list() }
  }
  const stage: Stage = stageOf({
    sockets,
    store,
    playbooks: library,
    floor,
    ...onFloor,
    ...world,
    tokens,
    now,
    line: () => (link.up ? 'up' : 'down'),
    asked: heard,
    changed: refresh,
    ill: () => watch.tell(),
    failed,
    attempt,
  })
  systemDoors({ server, floor, stage, store, token: tokens.till, state })
  const anew = () => rebuild({ database, link, carry, read: () => watch.tell() })
  keeperDoors({ server, store, state: () => watch.state(), token: tokens.till, rebuild: anew })
  const { url, hushed } = await open(server, settings, tokens, log)
  const line: LineToHq = lineToHq({
    url: settings.hqUrl,
    store,
    token: enrolment.token,
    ...(has.isIll ? {} : { link }),
    clock,
    share: () => random(4).readUInt32BE() / 2 ** 32,
    carry,
    changed: news,
    say: (words) => log.info(words),
  })
  const tidying = everyMinute(clock, () => {
    if (has.tryDisk()) world.again?.()
    // Whoever has gone has gone, whether or not head office is heard.
    if (floor.mute !== 'disk') attempt(() => stage.tidy())
    carry(link.retry())
    news()
  })
  return {
    url,
    store,
    tokens,
    state,
    async close() {
      tidying()
      stage.close()
      await hushed()
      line.close()
      await close()
      await cleaning.close()
    },
  }
}

/** Opens the doors, and leaves a note of where they are. */
async function open(server: FastifyInstance, settings: HubSettings, tokens: HubTokens, log: FastifyBaseLogger) {
  await tabletPage(server, settings.tabletPage)
  const url = await server.listen({ host: settings.host, port: settings.port })
  tellDoor(settings.data, { url, ...tokens }, log)
  return { url, hushed: announced(settings, url, log) }
}

/** Tells the network where this hub is, if it is to; gives what ends that. */
function announced(
  { announce, enrolment, host }: HubSettings,
  url: string,
  log: FastifyBaseLogger,
): () => Promise<void> {
  // A server that listens on every address names itself by one that only this machine can reach.
  const isLoopback = host.startsWith('127.') || host === '::1' || host === 'localhost'
  if (!announce || isLoopback) return async () => {}
  return announceHub({ store: enrolment.store, port: Number(new URL(url).port) }, (error) =>
    log.warn(error, 'the network cannot be told where this hub is; screens need --hub'),
  )
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
