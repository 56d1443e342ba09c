import type { Random } from '../chain/random.ts'
import type { Form } from './script.ts'

export type Setting = ReturnType<typeof settingOf>

/** Most chains are small, so that many are played; one in ten has tens of stores. */
function storesOf(random: Random): number {
  const share = random.share()
  if (share < 0.7) return random.whole(2, 4)
  return share < 0.9 ? random.whole(5, 9) : random.whole(10, 30)
}

/** Which faults there are, and how many of everything: drawn from the seed, but for what a form leaves out. */
export function settingOf(random: Random, form: Form) {
  const calm = new Set(form.calm)
  const sometimes = (most: number) => (random.chance(0.6) ? random.share() * most : 0)
  const restores = random.chance(0.4)
  const stores = storesOf(random)
  const drawn = {
    lost: sometimes(0.15),
    twice: sometimes(0.3),
    late: random.chance(0.5) ? 0.7 : 0,
    cut: sometimes(0.06),
    killHub: sometimes(0.03) + (restores ? 0.01 : 0),
    killHq: sometimes(0.03) + (restores ? 0.02 : 0),
    /** In the middle of something: between two of its transactions. */
    breakHub: sometimes(0.03),
    breakHq: sometimes(0.03),
    rollBack: sometimes(0.1),
    restoreHub: restores ? 0.5 : 0,
    restoreHq: restores && random.chance(0.6) ? 0.5 : 0,
    publish: random.chance(0.5) ? 0.3 : 0,
    /** So many of those who come have never told head office who they are. */
    strangers: random.chance(0.6) ? random.whole(1, 3) : 0,
    merge: random.chance(0.4) ? 0.12 : 0,
    erase: random.chance(0.4) ? 0.12 : 0,
    damage: random.chance(0.3) ? 0.02 : 0,
    reread: random.chance(0.3) ? 0.02 : 0,
    /** Hubs compare what they hold with head office every day, also while nothing is damaged. */
    compare: random.chance(0.3) ? 0.05 : 0,
    skew: 5,
  }
  const customers = random.whole(2, 7) + Math.floor(stores / 5)
  const turns = random.whole(40, 140)
  const days = restores ? 20 : random.pick([1, 20, 120, 450])
  const left = Object.fromEntries(
    Object.entries(drawn).map(([name, much]) => [name, calm.has(name) ? 0 : much]),
  ) as typeof drawn
  return {
    ...left,
    stores: Math.min(stores, form.stores ?? stores),
    customers,
    turns: form.turns ?? turns,
    days,
    of: turns,
  }
}
