import { Bonjour, type Service, type ServiceConfig } from 'bonjour-service'
import { z } from 'zod'
import { storeIdSchema, type StoreId } from './ids.ts'
import { fail, ok, type Result } from './result.ts'
import { SECOND, type Clock, type Ms } from './time.ts'

/** How a hub is named on the store's network: `_kairos-hub._tcp`. Nothing secret is said there: enrolment is another matter. */
const TYPE = 'kairos-hub'
/** A hub on the same network answers sooner. */
const FOUND_WITHIN: Ms = 3 * SECOND

export type FoundHub = { store: StoreId; url: string }
/** Where the network is: another port or one interface only, for tests. */
export type Network = { port?: number; interface?: string }

const announcedSchema = z.object({
  port: z.int().positive(),
  referer: z.object({ address: z.string() }),
  txt: z.object({ store: storeIdSchema }),
})

/** Tells the store's network where its hub is, until it is ended. `failed`: the network cannot be told. */
export function announceHub(
  { store, port }: { store: StoreId; port: number },
  failed: (error: unknown) => void,
  network: Network = {},
): () => Promise<void> {
  const bonjour = new Bonjour(configOf(network), failed)
  const service = bonjour.publish({ name: `kairos ${store}`, type: TYPE, port, txt: { store } })
  service.on('error', failed)
  return () =>
    new Promise((resolve) => {
      bonjour.unpublishAll(() => bonjour.destroy(() => resolve()))
    })
}

/** The hubs that the network names within some seconds, one for each store. */
export function findHubs(clock: Clock, failed: (error: unknown) => void, network: Network = {}): Promise<FoundHub[]> {
  const bonjour = new Bonjour(configOf(network), failed)
  const found = new Map<StoreId, FoundHub>()
  const browser = bonjour.find({ type: TYPE }, (service: Service) => {
    const said = announcedSchema.safeParse(service)
    if (!said.success) return
    const { port, referer, txt } = said.data
    const address = referer.address.includes(':') ? `[${referer.address}]` : referer.address
    found.set(txt.store, { store: txt.store, url: `http://${address}:${port}` })
  })
  return new Promise((resolve) => {
    clock.at(clock.now() + FOUND_WITHIN, () => {
      browser.stop()
      bonjour.destroy(() => resolve([...found.values()]))
    })
  })
}

/** The one hub that a screen belongs to. Of several it takes none: it must be told which store is its own. */
export function theHub(found: readonly FoundHub[], store: StoreId | undefined): Result<FoundHub, string> {
  const fitting = found.filter((hub) => store === undefined || hub.store === store)
  const [hub, other] = fitting
  const names = found.map(({ store, url }) => `${store} at ${url}`).join(', ')
  if (hub && !other) return ok(hub)
  if (hub) return fail(`Several hubs are on this network: ${names}. Name the store in the settings, or give --hub.`)
  return fail(
    names === ''
      ? 'No hub is on this network. Start it, or say with --hub where it is.'
      : `No hub of store ${store} is on this network, only ${names}.`,
  )
}

/** One interface is where it is sent; whoever is bound to its address alone would hear nothing that is sent to all. */
function configOf({ port, interface: on }: Network): Partial<ServiceConfig> {
  const config = {
    ...(port === undefined ? {} : { port }),
    ...(on === undefined ? {} : { interface: on, bind: '0.0.0.0' }),
  }
  return config
}
