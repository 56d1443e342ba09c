import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyBaseLogger } from 'fastify'
import { findingInWords } from '@kairos/dialogue/finding'
import { PlaybookLibrary } from '@kairos/dialogue/library'
import { holdFolder } from '@kairos/shared/held-folder'
import { epochSchema, storeIdSchema, type StoreId } from '@kairos/shared/ids'
import { SECOND, type Clock } from '@kairos/shared/time'
import { writeSecretFile, type Random } from '@kairos/shared/tokens'
import type { PublishedPlaybook } from '@kairos/shared/wire/hq-hub'
import { customerDoors } from './customers/doors.ts'
import { ErasureLog } from './customers/erasure-log.ts'
import { Registry } from './customers/registry.ts'
import { Desk } from './desk.ts'
import { bulkDoor } from './doors/bulk.ts'
import { consolePage, eventDoors, viewDoors } from './doors/http.ts'
import { openServer } from '@kairos/shared/server'
import { syncDoor } from './doors/sync.ts'
import { joinTwo } from './joining.ts'
import { Announcer } from './occasions/announcer.ts'
import { occasionDoors } from './occasions/doors.ts'
import { readPlaybookFolder } from './playbook-folder.ts'
import { publishingDoors } from './publishing/doors.ts'
import { Pauser } from './publishing/pauser.ts'
import { Publisher } from './publishing/publisher.ts'
import { Sweep } from './publishing/sweep.ts'
import { hqSecrets } from './secrets.ts'
import { sqliteStorage } from './storage/sqlite/sqlite-storage.ts'
import type { HqStorage } from './storage/storage.ts'

const CONSOLE = fileURLToPath(new URL('../dist/console', import.meta.url))

export type HqSettings = {
  /** Where HQ keeps its database and secrets. */
  data: string
  /** The folder that is published at the first start, and whenever it changed since the last. */
  playbook: string
  host: string
  /** 0 for any free one. */
  port: number
  /** Who may show the console's page in a frame; nobody if absent. */
  framedBy?: string
}
export type HqWorld = { clock: Clock; random: Random; log: FastifyBaseLogger }
export type RunningHq = {
  url: string
  consoleToken: string
  /** Resolves when everything that has arrived or is due is folded. */
  settled: () => Promise<void>
  close: () => Promise<void>
}

/** Starts head office: storage, desk, and its doors. Throws, in words, if it cannot. */
export async function startHq(settings: HqSettings, world: HqWorld): Promise<RunningHq> {
  const { clock, random, log } = world
  const folder = holdFolder(settings.data)
  const storage = sqliteStorage(join(settings.data, 'hq.sqlite'), () => registry.clean())
  const erasures = new ErasureLog(join(settings.data, 'erasures.log'))
  const epoch = epochSchema.parse(random(8).toString('hex'))
  await storage.openEpoch(epoch, clock.now())
  const library = await publishedLibrary(storage, log)
  const now = () => clock.now()
  const failed = (error: unknown) => log.error(error)
  const carry = (going: Promise<unknown>) => void going.catch(failed)
  // Nothing hears of what is published before the doors are open.
  let published: ((playbook: PublishedPlaybook) => Promise<void>) | undefined
  const publisher = new Publisher({ storage, library, now, published: async (playbook) => published?.(playbook) })
  await publishFolder(publisher, library, settings.playbook, log)
  const secretsNow = () => {
    const stores = Object.keys(library.current.chain.stores).map((store) => storeIdSchema.parse(store))
    return hqSecrets(settings.data, stores, random)
  }
  let secrets = secretsNow()
  const { server, sockets, close } = openServer({
    log,
    bodyLimit: 16 * 1024 * 1024,
    messageLimit: 1024 * 1024,
    heartbeat: 20 * SECOND,
    framedBy: settings.framedBy,
  })
  const desk: Desk = new Desk(storage, library, clock, (stores) => sync.news(stores), failed)
  const pauser: Pauser = new Pauser(
    { storage, now, tell: (paused) => sync.pause(paused), stores: () => Object.keys(library.current.chain.stores) },
    (await storage.paused()) !== undefined,
  )
  const sync = syncDoor({
    sockets,
    storage,
    epoch,
    tokens: () => secrets.stores,
    now,
    share: () => random(4).readUInt32BE() / 2 ** 32,
    factsCame: () => void desk.kick(),
    paused: () => pauser.paused,
    hubHas: (store, version) => carry(publisher.hubIsAhead(store, version)),
    failed,
  })
  const changed = (stores: ReadonlySet<StoreId>) => {
    sync.news(stores)
    void desk.kick()
  }
  const sweep = new Sweep({ storage, playbooks: library, clock, changed, failed })
  const storesNow = () => Object.keys(library.current.chain.stores)
  const announcer = new Announcer({ storage, clock, stores: storesNow, stored: () => void desk.kick(), failed })
  const registry: Registry = new Registry({ storage, log: erasures, clock, join: joinTwo(library), changed, failed })
  // Before anything is folded, and before any hub is answered.
  const restored = await registry.afterRestore()
  if (restored > 0)
    log.warn({ restored }, 'customers who had been erased came back with a backup; they are erased again')
  published = async (playbook) => {
    sync.publish(playbook)
    secrets = secretsNow()
    await sweep.begin()
  }
  const door = { server, storage, desk, secrets, now, country: () => library.current.chain.country }
  eventDoors(door)
  bulkDoor({ server, storage, epoch, tokens: () => secrets.stores, now })
  publishingDoors({ server, storage, publisher, pauser })
  occasionDoors({ server, storage, announcer })
  customerDoors({ server, storage, registry })
  viewDoors(door, () => {
    const { chain, version } = library.current
    return {
      chain: chain.chain,
      playbook: version,
      stores: Object.fromEntries(Object.entries(chain.stores).map(([store, { name }]) => [store, name])),
      connected: sync.connected(),
      reports: sync.reports(),
    }
  })
  await consolePage(server, CONSOLE)
  await sweep.begin()
  const url = await server.listen({ host: settings.host, port: settings.port })
  writeSecretFile(join(settings.data, 'door.json'), { url, token: secrets.console })
  void desk.kick()
  announcer.begin()
  registry.begin()
  registry.clean()
  return {
    url,
    consoleToken: secrets.console,
    settled: async () => desk.kick(),
    async close() {
      await close()
      await announcer.close()
      await registry.close()
      await sweep.close()
      await desk.close()
      await storage.close()
      folder.letGo()
    },
  }
}

/** Every version that was ever published, as far as this Kairos can read them. */
async function publishedLibrary(storage: HqStorage, log: FastifyBaseLogger): Promise<PlaybookLibrary> {
  const library = new PlaybookLibrary()
  for (const published of await storage.playbooksAfter(0)) {
    const added = library.add(published)
    if (!added.ok) log.warn({ version: published.version }, 'a published playbook can no longer be read')
  }
  return library
}

/** A folder that somebody left half edited does not keep head office closed where a version is published already. */
async function publishFolder(
  publisher: Publisher,
  library: PlaybookLibrary,
  folder: string,
  log: FastifyBaseLogger,
): Promise<void> {
  const taken = await publisher.folder(readPlaybookFolder(folder))
  if (taken.ok) return
  const words = `The playbook cannot be published:\n${taken.error.map(findingInWords).join('\n')}`
  if (!library.has) throw new Error(words)
  log.error({ folder, current: library.current.version }, words)
}
