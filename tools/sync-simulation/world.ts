import { HqEnd } from '@kairos/replica/hq-end'
import { customerIdSchema, storeIdSchema, type StoreId } from '@kairos/shared/ids'
import { DAY, MINUTE } from '@kairos/shared/time'
import { Random } from '../chain/random.ts'
import { Connection, NO_FAULTS, type Faults } from './line.ts'
import { playbookFiles } from './playbook.ts'
import { Scheduler } from './scheduler.ts'
import { SimulatedHq } from './simulated-hq.ts'
import { SimulatedHub } from './simulated-hub.ts'

export type World = ReturnType<typeof worldOf>

/** A chain with its faults, all drawn from one seed: which faults there are at all is drawn too. */
export function worldOf(seed: number) {
  const random = new Random(seed)
  const scheduler = new Scheduler(random, 400 * DAY)
  const stores = Array.from({ length: random.whole(2, 4) }, (_, n) => storeIdSchema.parse(`store-${n + 1}`))
  const customers = Array.from({ length: random.whole(2, 7) }, (_, n) => customerIdSchema.parse(`customer-${n + 1}`))
  const sometimes = (most: number) => (random.chance(0.6) ? random.share() * most : 0)
  const restores = random.chance(0.4)
  const setting = {
    line: { lost: sometimes(0.15), twice: sometimes(0.3), late: random.chance(0.5) ? 0.7 : 0 },
    cut: sometimes(0.06),
    killHub: sometimes(0.03),
    killHq: sometimes(0.03),
    rollBack: sometimes(0.1),
    restoreHub: restores ? 0.5 : 0,
    restoreHq: restores && random.chance(0.6) ? 0.5 : 0,
    /** A version of the playbook that an HQ restored from a backup has forgotten is not handled yet. */
    publish: !restores,
    /** So many of those who come have never told head office who they are. */
    strangers: random.chance(0.6) ? random.whole(1, 3) : 0,
    merge: random.chance(0.4) ? 0.12 : 0,
    erase: random.chance(0.4) ? 0.12 : 0,
    damage: random.chance(0.3) ? 0.02 : 0,
    reread: random.chance(0.3) ? 0.02 : 0,
    acts: random.whole(40, 160),
    days: restores ? 20 : random.pick([1, 20, 120, 450]),
  }
  let healed = false
  const connections = new Map<StoreId, Connection>()
  let edition = 1
  const key = { hex: 'ab'.repeat(32) }
  const hubs = stores.map((store) => new SimulatedHub(scheduler, store, key, random.whole(-5, 5) * MINUTE))
  const hq = new SimulatedHq(scheduler, (told) => {
    for (const store of told) {
      const connection = connections.get(store)
      const running = hubOf(store).running
      if (!connection?.open || !running) continue
      scheduler.soon(running.life, `news reaches ${store}`, () => void (connection.open && running.link.pull()))
    }
  })

  function hubOf(store: StoreId): SimulatedHub {
    const hub = hubs.find((each) => each.store === store)
    if (!hub) throw new Error(`no store ${store}`)
    return hub
  }

  function connect(hub: SimulatedHub): void {
    const { running, store } = hub
    if (!running || !hq.up || !hq.storage || hq.epoch === undefined || connections.get(store)?.open) return
    const { life } = hq
    const end = new HqEnd(hq.storage, store, hq.epoch, () => scheduler.now())
    const factsCame = () => life.dead || hq.kick()
    const faults = (): Faults => (healed ? NO_FAULTS : setting.line)
    const connection = new Connection(scheduler, running.life, { end, life, factsCame }, faults, () => upright(store))
    connections.set(store, connection)
    scheduler.tell(`${store} connects`)
    void running.link.connected(connection.port)
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
    if (random.chance(0.5)) running.link.disconnected()
    else
      scheduler.soon(running.life, `${hub.store} notices that it is cut off`, () =>
        running.link.disconnected(connection.port),
      )
  }

  function killHub(hub: SimulatedHub): void {
    scheduler.tell(`${hub.store} is killed`)
    hub.kill()
    connections.get(hub.store)?.cut()
    if (random.chance(setting.restoreHub) && hub.restoreBackup()) scheduler.tell(`${hub.store} is restored`)
  }

  function killHq(): void {
    scheduler.tell('HQ is killed')
    hq.kill()
    for (const hub of hubs) cut(hub)
    if (random.chance(setting.restoreHq) && hq.restoreBackup()) scheduler.tell('HQ is restored')
  }

  async function startHq(): Promise<void> {
    if (hq.up) return
    if (setting.publish && random.chance(0.3)) edition++
    scheduler.tell('HQ starts')
    await hq.start(playbookFiles(edition))
  }

  async function faults(): Promise<void> {
    for (const hub of hubs) {
      if (random.chance(setting.cut)) cut(hub)
      else if (random.chance(0.3)) connect(hub)
      if (hub.running && random.chance(setting.killHub)) killHub(hub)
      else if (!hub.running && random.chance(0.3)) hub.start()
      if (random.chance(0.02)) hub.takeBackup()
      if (random.chance(setting.rollBack)) hub.failNext = true
      if (random.chance(0.02)) retry(hub)
      if (random.chance(setting.damage)) scheduler.tell(hub.damage() ?? 'there is nothing to damage')
      if (hub.running && random.chance(setting.reread)) reread(hub)
    }
    if (hq.up && random.chance(setting.killHq)) killHq()
    else if (!hq.up && random.chance(0.3)) await startHq()
    if (random.chance(0.02)) hq.takeBackup()
  }

  function reread({ running, store }: SimulatedHub): void {
    scheduler.tell(`${store} is told to read everything again`)
    void running?.link.reread()
  }

  /** What a hub does once a minute. */
  function retry({ running }: SimulatedHub): void {
    if (running) scheduler.soon(running.life, 'a minute has passed', () => void running.link.retry())
  }

  return {
    seed,
    random,
    scheduler,
    setting,
    key,
    hubs,
    hq,
    stores,
    customers,
    connect,
    faults,
    startHq,
    retry,
    /** Lines stay up and lose nothing from here on. */
    heal(): void {
      healed = true
    },
  }
}
