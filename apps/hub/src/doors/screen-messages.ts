import type { z } from 'zod'
import { devicesStatusSchema } from '@kairos/shared/device-status'
import type { VisitId } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import {
  aboutSchema,
  answerSchema,
  basketToTillSchema,
  callForSchema,
  glassSchema,
  identifySchema,
  languageSchema,
  leaveSchema,
  quietSchema,
  shownSchema,
  testedSchema,
  walkedSchema,
  type BasketItem,
  type Identified,
  type Identify,
  type ScreenToHub,
  type Shown,
} from '@kairos/shared/wire/hub-screen'
import type { Refused } from '@kairos/shared/wire/refused'
import { serve } from '@kairos/shared/wire/serve'
import type { Calls } from '../calls.ts'
import type { Floor } from '../floor.ts'
import type { OnGlass } from '../on-glass.ts'
import type { ScreenSocket } from './screens.ts'

export type ScreenMessageParts = {
  floor: Floor
  onGlass: OnGlass
  calls: Calls
  /** Keeps a basket for the till, under a code. */
  handBasket: (items: BasketItem[]) => string
  now: () => Ms
  /** A screen asked something: somebody is there. */
  asked: () => void
  /** Looks at all glass anew and tells the screens, before this one is answered. */
  settle: () => void
  /** How the screens are has changed: head office is to hear of it. */
  ill: () => void
  /** What the tablets show has changed. */
  changed: () => void
  failed: (error: unknown) => void
}

const OVER: Refused = { refused: 'that visit is over' }
const KEPT = { kept: true } as const
/** Whoever asks, and whether or not anybody of that number exists: the same words. */
const NOT_TOLD: Refused = { refused: 'What is known is told to whoever holds her card at this screen.' }

/** Takes what one screen says. */
export function takeFrom(entry: ScreenSocket, parts: ScreenMessageParts): void {
  const { floor, calls, failed } = parts
  const { screen, role } = entry
  const on = <S extends z.ZodType>(
    name: keyof ScreenToHub,
    schema: S,
    answer: (message: z.infer<S>) => object | Promise<object>,
  ) =>
    entry.socket.on(
      name,
      serve(schema, failed, (message: z.infer<S>) => {
        parts.asked()
        return answer(message)
      }),
    )
  on('shown', shownSchema, (shown) => (confirm(entry, parts, shown) ? KEPT : OVER))
  on('devices', devicesStatusSchema, (status) => {
    entry.devices = status
    return KEPT
  })
  on('glass', glassSchema, (glass) => {
    const isNews = entry.glass?.ill !== glass.ill
    entry.glass = glass
    if (isNews) {
      parts.ill()
      parts.changed()
    }
    return KEPT
  })
  on('tested', testedSchema, (tested) => {
    entry.tested = tested
    parts.ill()
    parts.changed()
    return KEPT
  })
  // Public glass recognises nobody, and nobody answers there.
  if (role === 'aisle') return
  on('identify', identifySchema, (identify) => identified(entry, parts, identify))
  on('answer', answerSchema, ({ visit, message, response }) => {
    const answered = floor.answer(visit, message, response)
    if (!answered) return OVER
    const at = settledAt(entry, parts, visit)
    return at ? { ...answered, say: parts.onGlass.say(screen, at) } : answered
  })
  on('leave', leaveSchema, ({ visit, mistaken, cart }) => {
    const { presence } = floor
    const here = presence.at(screen)
    if (mistaken) presence.mistaken(screen, visit)
    else if (here?.visit === visit && cart) presence.leave(here)
    else if (here?.visit === visit) presence.leaveScreen(screen)
    if (entry.visit === visit) entry.visit = undefined
    parts.settle()
    return KEPT
  })
  on('about', aboutSchema, ({ visit }) => {
    const known = floor.about(visit, screen)
    return known ? { known } : NOT_TOLD
  })
  on('quiet', quietSchema, ({ visit }) => {
    const isKept = floor.quiet(visit, screen)
    parts.settle()
    return isKept ? KEPT : OVER
  })
  on('language', languageSchema, ({ visit, language }) => {
    const isTaken = floor.speak(visit, screen, language)
    parts.settle()
    return isTaken ? KEPT : OVER
  })
  on('call', callForSchema, ({ visit, off }) => {
    if (off) calls.over(screen)
    else calls.ask({ screen, role, since: parts.now(), ...(visit === undefined ? {} : { visit }) })
    parts.settle()
    parts.changed()
    return KEPT
  })
  if (role !== 'cart') return
  on('walk', walkedSchema, ({ zone }) => {
    const here = floor.presence.at(screen)
    if (here) floor.presence.walk(here, zone)
    else entry.zone = zone
    parts.settle()
    return KEPT
  })
  on('basket', basketToTillSchema, ({ items }) => ({ code: parts.handBasket(items) }))
}

async function identified(
  entry: ScreenSocket,
  parts: ScreenMessageParts,
  identify: Identify,
): Promise<Identified | Refused> {
  const { screen, role, zone } = entry
  const said = await parts.floor.identify(screen, identify, { zone, role: role === 'cart' ? 'cart' : 'kiosk' })
  if ('refused' in said || said.is !== 'known') return said
  // From here on she is where she was noticed last, not where her cart stood before.
  if (role === 'cart') entry.zone = undefined
  const at = settledAt(entry, parts, said.visit)
  return at ? { ...said, say: parts.onGlass.say(screen, at) } : said
}

/**
 * Her visit, once all glass is settled with her at this screen; nothing if she is not here any more. This screen itself
 * hears by the answer that it waits for, and only after that of where she is and what comes next.
 */
function settledAt(entry: ScreenSocket, { floor, settle }: ScreenMessageParts, visit: VisitId) {
  const here = floor.presence.at(entry.screen)
  if (here?.visit !== visit) return undefined
  entry.visit = undefined
  settle()
  entry.visit = visit
  entry.told.delete('say')
  return here
}

/** Whose a message on public glass was this store knows; the screen does not. */
function confirm({ screen, role }: ScreenSocket, { floor, onGlass }: ScreenMessageParts, shown: Shown): boolean {
  const { message, for: time, at } = shown
  const visit = role === 'aisle' ? onGlass.whose(screen, message) : shown.visit
  return visit !== undefined && floor.shown(screen, visit, message, time, at)
}
