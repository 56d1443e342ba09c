import { eventSchema, type Event } from '@kairos/shared/event'
import type { SimulatedHub } from './simulated-hub.ts'
import type { Told } from './simulated-screen.ts'
import { isErased } from './who.ts'
import type { World } from './world.ts'

/**
 * HQ accounts for every message that a screen confirmed and every answer that was given, each once; but for those in
 * a hub's file that its older backup took the place of, and those of the erased.
 */
export function screenProblems(world: World, hub: SimulatedHub): string[] {
  const events = world.hq
    .rows<{ body: string }>(`select body from events where type in ('shown', 'response')`)
    .map(({ body }) => eventSchema.parse(JSON.parse(body)))
  const recorded = [...hub.recorded.values(), ...hub.lost.values()].map(({ event }) => event)
  const lost = new Set<string>([...hub.lost.values()].map(({ event }) => event.id))
  return world
    .screensOf(hub)
    .flatMap((screen) => [
      ...screen.told.filter(({ is }) => is === 'shown').flatMap((told) => shownProblems(told)),
      ...answerProblems(screen.told.filter(({ is }) => is === 'answer')),
    ])

  function shownProblems(told: Told): string[] {
    const is = (event: Event) => event.type === 'shown' && event.store === hub.store && event.for === told.token
    const there = events.filter(is).length
    const here = recorded.filter(is)
    const excused = !told.kept || here.some(({ id, customer }) => lost.has(id) || isErased(world, customer))
    if (there > 1 || (told.kept && here.length !== 1) || (there === 0 && !excused))
      return [`${hub.store}: what ${told.screen} confirmed (${told.token}) is ${there} times at HQ`]
    return []
  }

  /** Answers carry no mark of their own: those to one message at one store are counted together, once for each visit. */
  function answerProblems(all: readonly Told[]): string[] {
    return [...Map.groupBy(all, ({ message, response }) => JSON.stringify([message, response]))].flatMap(
      ([what, told]) => {
        const is = (event: Event) =>
          event.type === 'response' &&
          event.store === hub.store &&
          event.by === 'shopper' &&
          JSON.stringify([event.message, event.response]) === what
        const here = recorded.filter(is)
        const there = new Set<string>(events.filter(is).map(({ id }) => id))
        const kept = new Set(told.filter((each) => each.kept).map(({ visit }) => visit)).size
        const missing = here.filter(({ id, customer }) => !there.has(id) && !lost.has(id) && !isErased(world, customer))
        return here.length < kept || missing.length > 0
          ? [`${hub.store}: ${kept} answers ${what} were kept; ${here.length} recorded, ${missing.length} not at HQ`]
          : []
      },
    )
  }
}
