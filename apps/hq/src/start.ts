import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyBaseLogger } from 'fastify'
import { compilePlaybook } from '@kairos/dialogue/compile'
import { findingInWords } from '@kairos/dialogue/finding'
import { PlaybookLibrary } from '@kairos/dialogue/library'
import { epochSchema, storeIdSchema } from '@kairos/shared/ids'
import { SECOND, type Clock } from '@kairos/shared/time'
import { writeSecretFile, type Random } from '@kairos/shared/tokens'
import { Desk } from './desk.ts'
import { consolePage, eventDoors, viewDoors } from './doors/http.ts'
import { openServer } from '@kairos/shared/server'
import { syncDoor } from './doors/sync.ts'
import { digestOf, readPlaybookFolder } from './playbook-folder.ts'
import { hqSecrets } from './secrets.ts'
import { sqliteStorage } from './storage/sqlite/sqlite-storage.ts'

const CONSOLE = fileURLToPath(new URL('../dist/console', import.meta.url))

export type HqSettings = {
  /** Where HQ keeps its database and secrets. */
  data: string
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
export async function startHq(settings: HqSettings, { clock, random, log }: HqWorld): Promise<RunningHq> {
  const files = readPlaybookFolder(settings.playbook)
  const checked = compilePlaybook(1, files)
  if (!checked.ok) throw new Error(`The playbook cannot be published:\n${checked.error.map(findingInWords).join('\n')}`)
  const storage = sqliteStorage(join(settings.data, 'hq.sqlite'))
  const epoch = epochSchema.parse(random(8).toString('hex'))
  await storage.openEpoch(epoch, clock.now())
  await storage.publish(digestOf(files), files, clock.now())
  const library = new PlaybookLibrary()
  for (const published of await storage.playbooksAfter(0)) {
    const added = library.add(published)
    if (!added.ok) log.warn({ version: published.version }, 'a published playbook can no longer be read')
  }
  const { chain } = library.current
  const secrets = hqSecrets(
    settings.data,
    Object.keys(chain.stores).map((store) => storeIdSchema.parse(store)),
    random,
  )
  const { server, sockets } = openServer({
    log,
    bodyLimit: 16 * 1024 * 1024,
    messageLimit: 1024 * 1024,
    heartbeat: 20 * SECOND,
    framedBy: settings.framedBy,
  })
  const failed = (error: unknown) => log.error(error)
  const now = () => clock.now()
  const desk: Desk = new Desk(storage, library, clock, (stores) => sync.news(stores), failed)
  const sync = syncDoor({
    sockets,
    storage,
    epoch,
    tokens: secrets.stores,
    now,
    factsCame: () => void desk.kick(),
    failed,
  })
  const door = { server, storage, desk, secrets, now }
  eventDoors(door)
  viewDoors(door, () => ({
    chain: chain.chain,
    playbook: library.current.version,
    stores: Object.fromEntries(Object.entries(chain.stores).map(([store, { name }]) => [store, name])),
    connected: sync.connected(),
  }))
  await consolePage(server, CONSOLE)
  const url = await server.listen({ host: settings.host, port: settings.port })
  writeSecretFile(join(settings.data, 'door.json'), { url, token: secrets.console })
  void desk.kick()
  return {
    url,
    consoleToken: secrets.console,
    settled: async () => desk.kick(),
    async close() {
      await sockets.close()
      await server.close()
      await desk.close()
      await storage.close()
    },
  }
}
