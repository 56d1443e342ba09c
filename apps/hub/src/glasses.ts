import { messageId, type ScreenId, type VisitId, type ZoneId } from '@kairos/shared/ids'
import type { Card, ScreenRole } from '@kairos/shared/screen-state'
import { SECOND, type Ms } from '@kairos/shared/time'

/** How long a message is on public glass before it is somebody else's turn. */
export const TURN: Ms = 8 * SECOND

/** A screen that is connected and may show something; `visit`: whose session is at a kiosk or cart. */
export type Glass = { screen: ScreenId; role: ScreenRole; zone: ZoneId | undefined; visit: VisitId | undefined }
/** Somebody in the store, and the part of it where she was last noticed. */
export type Present = { visit: VisitId; zone: ZoneId | null }
/** A message on public glass, whose it is, and since when. */
type Turn = { visit: VisitId; card: Card; since: Ms }
export type Turns = {
  readonly on: ReadonlyMap<ScreenId, Turn>
  /** When each shopper's last turn anywhere began. */
  readonly served: ReadonlyMap<VisitId, Ms>
}
export const NO_TURNS: Turns = { on: new Map(), served: new Map() }

export type Scene = {
  glasses: readonly Glass[]
  present: readonly Present[]
  /** What may be said to her on this glass now, the most fitting first. */
  says: (visit: VisitId, glass: Glass) => readonly Card[]
  turns: Turns
  now: Ms
}
export type Arranged = {
  /** The message on each glass; a glass without one shows the store's general content. */
  cards: ReadonlyMap<ScreenId, Card>
  turns: Turns
  /** When time alone may change something. */
  next: Ms | undefined
}

/** Messages of two shoppers may have one name. */
const nameOf = (visit: VisitId, { ref }: Card): string => `${visit}#${messageId(ref)}`

/**
 * Which message is on which glass. A message is on one glass at a time: on private glass where she stands, before any
 * other; else on public glass near her. Those who are near take turns there, whoever waited longest first.
 */
export function arrange(scene: Scene): Arranged {
  const cards = new Map<ScreenId, Card>()
  const taken = new Set<string>()
  placePrivate(scene, cards, taken)
  const turns = placePublic(scene, taken)
  for (const [screen, { card }] of turns.on) cards.set(screen, card)
  const ends = [...turns.on.values()].map(({ since }) => since + TURN).filter((end) => end > scene.now)
  return { cards, turns, next: ends.length === 0 ? undefined : Math.min(...ends) }
}

/** She stands at a kiosk rather than at the cart that she left beside it. */
function placePrivate({ glasses, says }: Scene, cards: Map<ScreenId, Card>, taken: Set<string>): void {
  const spokenTo = new Set<VisitId>()
  const kiosksFirst = glasses.toSorted((a, b) => Number(a.role === 'cart') - Number(b.role === 'cart'))
  for (const glass of kiosksFirst) {
    const { screen, role, visit } = glass
    if (role === 'aisle' || visit === undefined || spokenTo.has(visit)) continue
    const [card] = says(visit, glass)
    if (!card) continue
    spokenTo.add(visit)
    taken.add(nameOf(visit, card))
    cards.set(screen, card)
  }
}

function placePublic(scene: Scene, taken: Set<string>): Turns {
  const { glasses, turns, now } = scene
  const aisles = glasses.filter(({ role }) => role === 'aisle').toSorted((a, b) => (a.screen < b.screen ? -1 : 1))
  const on = new Map<ScreenId, Turn>()
  const place = (screen: ScreenId, turn: Turn) => {
    on.set(screen, turn)
    taken.add(nameOf(turn.visit, turn.card))
  }
  const still = new Map(aisles.flatMap((glass) => stillOn(scene, glass, taken)))
  // Whose turn is not over keeps it, before anybody else takes the message elsewhere.
  for (const [screen, turn] of still) if (now - turn.since < TURN) place(screen, turn)
  for (const glass of aisles) {
    if (on.has(glass.screen)) continue
    const before = still.get(glass.screen)
    const others = new Set([...on.values(), ...still.values()].map(({ visit }) => visit))
    const next = nextOf(scene, glass, taken, others)
    if (next) place(glass.screen, { ...next, since: now })
    else if (before && !taken.has(nameOf(before.visit, before.card))) place(glass.screen, before)
  }
  const here = new Set(scene.present.map(({ visit }) => visit))
  const begun = [...on.values()].map(({ visit, since }): [VisitId, Ms] => [visit, since])
  return { on, served: new Map([...turns.served, ...begun].filter(([visit]) => here.has(visit))) }
}

/** What a public glass holds, if it still fits her who is near, in the words that it would have now. */
function stillOn(scene: Scene, glass: Glass, taken: ReadonlySet<string>): [ScreenId, Turn][] {
  const turn = scene.turns.on.get(glass.screen)
  const isNear = scene.present.some(({ visit, zone }) => visit === turn?.visit && zone === glass.zone)
  if (!turn || !isNear) return []
  const name = nameOf(turn.visit, turn.card)
  const card = scene.says(turn.visit, glass).find((each) => nameOf(turn.visit, each) === name)
  return card && !taken.has(name) ? [[glass.screen, { ...turn, card }]] : []
}

/** Whoever near a public glass waited longest, of those to whom it has something to say and who are on no other. */
function nextOf(
  { present, turns, says }: Scene,
  glass: Glass,
  taken: ReadonlySet<string>,
  others: ReadonlySet<VisitId>,
): Omit<Turn, 'since'> | undefined {
  const near = present
    .filter(({ visit, zone }) => zone !== null && zone === glass.zone && !others.has(visit))
    .toSorted((a, b) => (turns.served.get(a.visit) ?? -1) - (turns.served.get(b.visit) ?? -1))
  for (const { visit } of near) {
    const card = says(visit, glass).find((each) => !taken.has(nameOf(visit, each)))
    if (card) return { visit, card }
  }
  return undefined
}
