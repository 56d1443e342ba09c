import { HqEnd } from '@kairos/replica/hq-end'
import { customerIdSchema, screenIdSchema, storeIdSchema, type StoreId } from '@kairos/shared/ids'
import { DAY, MINUTE } from '@kairos/shared/time'
import { Random } from '../chain/random.ts'
import { Connection, NO_FAULTS, type Faults } from './line.ts'
import { Scheduler } from './scheduler.ts'
import { Script, type Form } from './script.ts'
import { settingOf } from './setting.ts'
import { SimulatedHq } from './simulated-hq.ts'
import { RolledBack, SimulatedHub } from './simulated-hub.ts'
import { SimulatedScreen } from './simulated-screen.ts'

export type World = ReturnType<typeof worldOf>

/** A chain with its faults, all drawn from one seed: which faults there are at all is drawn too. */
export function worldOf(form: Form) {
  const { seed } = form
  const random = new Random(seed)
  const scheduler = new Scheduler(random, 400 * DAY)
  const script = new Script(form)
  const setting = settingOf(random, form)
  const stores = Array.from({ length: setting.stores }, (_, n) => storeIdSchema.parse(`store-${n + 1}`))
  const customers = Array.from({ length: setting.customers }, (_, n) =>
    customerIdSchema.parse(`customer-${`${n + 1}`.padStart(2, '0')}`),
  )
  const line: Faults = { lost: setting.lost, twice: setting.twice, late: setting.late }
  let healed = false
  const connections = new Map<StoreId, Connection>()
  let edition = 1
  const key = { hex: 'ab'.repeat(32) }
  const hubs = stores.map((store) => {
    const skew = new Random(seed, 'skew', store).whole(-setting.skew, setting.skew) * MINUTE
    return new SimulatedHub(scheduler, store, key, skew, (hub) => {
      script.count('hubs broken off between two transactions')
      killHub(hub, new Random(seed, 'broken', script.turn, store))
    })
  })
  const tokens = { next: 0 }
  const screens = new Map(hubs.map((hub) => [hub, [1, 2].map((n) => screenOf(hub, n))]))
  const hq = new SimulatedHq(scheduler, {
    news: (told) => {
      for (const store of told) reach(store, 'news', (link) => link.pull())
    },
    published(playbook) {
      for (const store of stores) reach(store, `playbook ${playbook.version}`, async (link) => link.published(playbook))
    },
    broke() {
      script.count('HQ broken off between two transactions')
      killHq(new Random(seed, 'broken HQ', script.turn))
    },
  })

  function screenOf(hub: SimulatedHub, n: number): SimulatedScreen {
    return new SimulatedScreen(scheduler, hub, screenIdSchema.parse(`screen-${n}`), tokens, (error) =>
      failed(hub, error),
    )
  }

  /** What fails on the floor as it should: the transaction was rolled back, and nothing of it stays. */
  function failed(hub: SimulatedHub, error: unknown): void {
    // Templates may not take long by the machine's own clock, and a busy machine is no fault of the sync.
    const slow = error instanceof Error && error.message.includes('render limit')
    if (!(error instanceof RolledBack) && !slow) scheduler.failures.push(error)
    scheduler.tell(`a transaction of ${hub.store} is rolled back`)
    script.count('transactions rolled back')
  }

  /** HQ says something by itself to a hub whose line is up. */
  function reach(
    store: StoreId,
    what: string,
    then: (link: NonNullable<SimulatedHub['running']>['link']) => Promise<void>,
  ): void {
    const connection = connections.get(store)
    const { running } = hubOf(store)
    if (!connection?.open || !running) return
    const { life, link } = running
    scheduler.soon(life, `${what} reaches ${store}`, () => {
      if (connection.open) scheduler.carry(life, then(link))
    })
  }

  function hubOf(store: StoreId): SimulatedHub {
    const hub = hubs.find((each) => each.store === store)
    if (!hub) throw new Error(`no store ${store}`)
    return hub
  }

  function connect(hub: SimulatedHub): void {
    const { running, store } = hub
    const answering = upright(store)
    if (!running || !answering || connections.get(store)?.open) return
    const { life } = answering
    const ends = {
      ...answering,
      factsCame: () => life.dead || hq.kick(),
      hubHas: (playbook: number) => life.dead || hq.hubHas(store, playbook),
    }
    const faults = (): Faults => (healed ? NO_FAULTS : line)
    const happened = (what: string) => script.count(`messages ${what}`)
    const connection = new Connection(scheduler, running.life, ends, faults, () => upright(store), happened)
    connections.set(store, connection)
    scheduler.tell(`${store} connects`)
    scheduler.carry(running.life, running.link.connected(connection.port))
  }

  function upright(store: StoreId) {
    if (!hq.up || !hq.storage || hq.epoch === undefined) return undefined
    return { end: new HqEnd(hq.storage, store, hq.epoch, () => scheduler.now()), life: hq.life }
  }

  function cut(hub: SimulatedHub): void {
    const connection = connections.get(hub.store)
    if (!connection?.open) return
    scheduler.tell(`${hub.store} is cut off`)
    connection.cut()
    const { running } = hub
    if (!running) return
    // The end of an old line may be noticed late, when a new one is up already; then it is named.
    if (scheduler.random.chance(0.5)) running.link.disconnected()
    else
      scheduler.soon(running.life, `${hub.store} notices that it is cut off`, () =>
        running.link.disconnected(connection.port),
      )
  }

  function killHub(hub: SimulatedHub, draw: Random): void {
    scheduler.tell(`${hub.store} is killed`)
    hub.kill()
    connections.get(hub.store)?.cut()
    if (draw.chance(setting.restoreHub) && script.does('restore', hub.store) && hub.restoreBackup())
      scheduler.tell(`${hub.store} is restored`)
  }

  function killHq(draw: Random): void {
    scheduler.tell('HQ is killed')
    hq.kill()
    for (const hub of hubs) cut(hub)
    if (draw.chance(setting.restoreHq) && script.does('restore', 'HQ') && hq.restoreBackup())
      scheduler.tell('HQ is restored')
  }

  async function startHq(): Promise<void> {
    if (hq.up) return
    scheduler.tell('HQ starts')
    await hq.start()
  }

  /** What befalls one hub, all of it drawn anew for every turn and hub. */
  function befall(hub: SimulatedHub): void {
    const { store, running } = hub
    const draw = new Random(seed, 'fault', script.turn, store)
    const happens = (probability: number, kind: string) => draw.chance(probability) && script.does(kind, store)
    if (happens(setting.cut, 'cut')) cut(hub)
    else if (draw.chance(0.3)) connect(hub)
    if (running && happens(setting.killHub, 'kill')) killHub(hub, draw)
    else if (!hub.running && draw.chance(0.3)) hub.start()
    if (hub.running && happens(setting.breakHub, 'break off')) hub.running.disk.breakAfter(draw.whole(0, 6))
    if (setting.restoreHub > 0 && happens(0.04, 'backup')) hub.takeBackup()
    if (happens(setting.rollBack, 'roll back')) hub.failNext = true
    if (happens(0.02, 'retry')) retry(hub)
    if (happens(setting.damage, 'damage')) scheduler.tell(hub.damage(draw) ?? 'there is nothing to damage')
    if (hub.running && happens(setting.reread, 'reread')) reread(hub)
    if (hub.running && happens(setting.compare, 'compare')) compare(hub)
  }

  async function faults(): Promise<void> {
    for (const hub of hubs) befall(hub)
    const draw = new Random(seed, 'fault', script.turn, 'HQ')
    const happens = (probability: number, kind: string) => draw.chance(probability) && script.does(kind, 'HQ')
    if (hq.up && happens(setting.killHq, 'kill')) killHq(draw)
    else if (!hq.up && draw.chance(0.3)) await startHq()
    if (hq.up && happens(setting.breakHq, 'break off')) hq.disk?.breakAfter(draw.whole(0, 8))
    if (setting.restoreHq > 0 && happens(0.04, 'backup')) hq.takeBackup()
    if (hq.up && happens(setting.publish * 0.1, 'publish')) hq.publish(++edition)
  }

  function reread({ running, store }: SimulatedHub): void {
    scheduler.tell(`${store} is told to read everything again`)
    if (running) scheduler.carry(running.life, running.link.reread())
  }

  /** What a hub does once a minute. */
  function retry({ running }: SimulatedHub): void {
    if (!running) return
    const { life, link } = running
    scheduler.soon(life, 'a minute has passed', () => scheduler.carry(life, link.retry()))
  }

  /** As if a day had passed since it last compared what it holds. */
  function compare(hub: SimulatedHub): void {
    hub.database.prepare(`delete from meta where key = 'compared'`).run()
    retry(hub)
  }

  return {
    seed,
    random,
    scheduler,
    script,
    setting,
    key,
    hubs,
    hq,
    stores,
    customers,
    connect,
    faults,
    failed,
    startHq,
    retry,
    compare,
    screensOf: (hub: SimulatedHub): SimulatedScreen[] => screens.get(hub) ?? [],
    /** Lines stay up and lose nothing from here on. */
    heal(): void {
      healed = true
      for (const hub of hubs) hub.running?.disk.breakAfter(Infinity)
      hq.disk?.breakAfter(Infinity)
    },
  }
}
