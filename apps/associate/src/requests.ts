import type { ScreenId } from '@kairos/shared/ids'
import type { Coming, MuteScreen } from '@kairos/shared/tablet-state'
import type { Outcome } from './outcomes.ts'

/**
 * What an associate asked of the hub about a screen: that she goes there, or that it is silent. It is remembered until
 * the hub has taken it; from then on the hub's own state says how it is, to every tablet alike.
 */
export type Request = { about: 'coming'; message: Coming } | { about: 'mute'; message: MuteScreen }
export type Requested = Request & Pick<Outcome, 'why'> & { is: 'pending' | 'refused' }
export type Requests = ReadonlyMap<string, Requested>

export const requestKey = (about: Request['about'], screen: ScreenId): string => `${about} ${screen}`
const keyOf = ({ about, message }: Request): string => requestKey(about, message.screen)

export const requested = (requests: Requests, request: Request): Requests =>
  new Map(requests).set(keyOf(request), { ...request, is: 'pending' })

/** A reply to what was asked before the last press changes nothing. */
export function answered(requests: Requests, request: Request, reply: { kept: true } | { refused: string }): Requests {
  const key = keyOf(request)
  if (requests.get(key)?.message !== request.message) return requests
  const next = new Map(requests)
  if ('kept' in reply) next.delete(key)
  else next.set(key, { ...request, is: 'refused', why: reply.refused })
  return next
}
