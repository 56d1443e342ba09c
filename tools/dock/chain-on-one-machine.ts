import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compilePlaybook } from '@kairos/dialogue/compile'
import type { ChainSource } from '@kairos/dialogue/language'
import { readPlaybookFolder } from '@kairos/hq/playbook-folder'
import { enrolmentSchema } from '@kairos/hub/enrolment'
import {
  screenIdSchema,
  storeIdSchema,
  zoneIdSchema,
  type ScreenId,
  type StoreId,
  type ZoneId,
} from '@kairos/shared/ids'
import type { ScreenRole } from '@kairos/shared/screen-state'
import { openLine, type CuttableLine } from './parts/line-to-hq.ts'
import { startPart, type Part } from './parts/parts.ts'

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
export const PLAYBOOK = root('playbooks/marlow-finch')
const TABLET_PAGE = root('apps/associate/dist')

export type Screen = { screen: ScreenId; role: ScreenRole; part: Part }
export type Store = { store: StoreId; name: string; line: CuttableLine; hub: Part; screens: Screen[] }
export type RunningChain = {
  chain: ChainSource
  hq: Part
  stores: Store[]
  setAhead: (ahead: number) => Promise<void>
  stop: () => Promise<void>
}

export type ChainSettings = {
  data: string
  host: string
  /** The dock's port; HQ, hubs and screens take the ones after it. 0: any free ones. */
  port: number
  ahead: number
  framedBy: string
  gone: (name: string, code: number | null) => void
}

/** The screens of each store: a kiosk at the entrance, one cart, and one screen in an aisle. */
const SCREENS: { role: ScreenRole; zone?: ZoneId }[] = [
  { role: 'kiosk', zone: zoneIdSchema.parse('entrance') },
  { role: 'cart' },
  { role: 'aisle', zone: zoneIdSchema.parse('table') },
]

/** The chain's playbook, compiled only to learn the chain's stores and names. */
export function chainSource(): ChainSource {
  const compiled = compilePlaybook(1, readPlaybookFolder(PLAYBOOK))
  if (!compiled.ok) throw new Error('the demo chain has a playbook that does not compile: run npm test')
  return compiled.value.chain
}

/** Head office alone, for the time in which the world is made. */
export function startHeadOffice(settings: ChainSettings): Promise<Part> {
  const { data, host, port, framedBy, ahead, gone } = settings
  const at = { data: join(data, 'hq'), host, port: port === 0 ? 0 : port + 1, framedBy }
  return startPart('head office', { part: 'hq', ...at, playbook: PLAYBOOK }, ahead, join(data, 'logs', 'hq.log'), gone)
}

/** The stores around a running head office: for each a line that can be cut, a hub, and its screens. */
export async function startStores(settings: ChainSettings, hq: Part): Promise<RunningChain> {
  const chain = chainSource()
  let next = settings.port + 2
  const port = () => (settings.port === 0 ? 0 : next++)
  const ports = Object.keys(chain.stores).map((store) => ({ store, hub: port(), screens: SCREENS.map(() => port()) }))
  const stores = await Promise.all(
    ports.map(({ store, hub, screens }) => startStore(settings, hq, chain, storeIdSchema.parse(store), hub, screens)),
  )
  const parts = () => [...stores.flatMap(({ hub, screens }) => [...screens.map(({ part }) => part), hub]), hq]
  return {
    chain,
    hq,
    stores,
    async setAhead(ahead) {
      // HQ first: what is due there is folded before the stores ask for it.
      await hq.setAhead(ahead)
      await Promise.all(parts().map((part) => part.setAhead(ahead)))
    },
    async stop() {
      await Promise.all(stores.flatMap(({ screens }) => screens.map(({ part }) => part.stop())))
      await Promise.all(stores.map(({ hub }) => hub.stop()))
      for (const { line } of stores) line.close()
      await hq.stop()
    },
  }
}

async function startStore(
  { data, host, framedBy, ahead, gone }: ChainSettings,
  hq: Part,
  chain: ChainSource,
  store: StoreId,
  hubPort: number,
  screenPorts: number[],
): Promise<Store> {
  const name = chain.stores[store]?.name ?? store
  const line = await openLine(hq.url)
  const enrolment = enrolmentSchema.parse(JSON.parse(readFileSync(join(data, 'hq', 'stores', `${store}.json`), 'utf8')))
  const folder = join(data, 'stores', store)
  const log = (part: string) => join(data, 'logs', `${store}-${part}.log`)
  const hub = await startPart(
    `the hub of ${name}`,
    {
      part: 'hub',
      data: join(folder, 'hub'),
      host,
      port: hubPort,
      framedBy,
      hqUrl: line.url,
      enrolment,
      tabletPage: TABLET_PAGE,
    },
    ahead,
    log('hub'),
    gone,
  )
  const screens = await Promise.all(
    SCREENS.map(async ({ role, zone }, index): Promise<Screen> => {
      const screen = screenIdSchema.parse(`${store}-${role}-1`)
      const at = { data: join(folder, screen), host, port: screenPorts[index] ?? 0, framedBy }
      const hubAt = { hubUrl: hub.url, hubToken: hub.tokens['screen'] ?? '' }
      const settings = {
        part: 'screen' as const,
        ...at,
        ...hubAt,
        screen,
        role,
        ...(zone === undefined ? {} : { zone }),
      }
      return { screen, role, part: await startPart(screen, settings, ahead, log(screen), gone) }
    }),
  )
  return { store, name, line, hub, screens }
}
