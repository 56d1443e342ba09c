import type { Customer } from '@kairos/shared/customer'
import { eventSchema, type Event, type EventType } from '@kairos/shared/event'
import type { MessageRef, StoreId, VisitId, ZoneId } from '@kairos/shared/ids'
import type { IdentityStrength } from '@kairos/shared/identity'
import { fail, never, ok, type Result } from '@kairos/shared/result'
import { SECOND, type Ms } from '@kairos/shared/time'
import type { Playbook } from '../playbook.ts'
import { timesReached } from '../runs.ts'
import type { Entry } from './story-file.ts'

/** The visit under way. */
export type Visiting = { visit: VisitId; store: StoreId; began: Ms; strength: IdentityStrength; zone?: ZoneId }

type Common = Pick<Event, 'id' | 'customer' | 'at' | 'received'>
type Given = Record<string, unknown>

/** An entry as the event that it means. Fails in words where it says too little, too much, or what cannot be. */
export function eventFrom(
  { at: _at, received: _received, event: type, message, ...given }: Entry,
  common: Common,
  customer: Customer,
  visiting: Visiting | undefined,
  playbook: Playbook,
): Result<Event, string> {
  if (type === 'wait') return fail('wait is no event')
  const named = message === undefined ? undefined : messageNamed(customer, message)
  if (named !== undefined && !named.ok) return named
  const store = visiting?.store ?? customer.profile.home ?? Object.keys(playbook.chain.stores)[0] ?? ''
  const filled = { ...filling(type, store, visiting, common), ...given, ...linesOf(given), message: named?.value }
  const parsed = eventSchema.safeParse({ ...common, ...filled, type })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return fail(`${[type, ...(issue?.path ?? [])].map(String).join('.')}: ${issue?.message}`)
  }
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(parsed.data, key))
  if (unknown !== undefined) return fail(`a ${type} has no "${unknown}"`)
  const refused = refusal(parsed.data, playbook)
  return refused === undefined ? ok(parsed.data) : fail(refused)
}

/** What a story need not say, by kind of event. */
function filling(type: EventType, store: string, visiting: Visiting | undefined, { id }: Common): Given {
  switch (type) {
    case 'purchase':
    case 'return':
      return { store, till: 'till-1', receipt: id, total: 0, lines: [] }
    case 'visit':
      return { store, visit: `visit:${id}`, screen: `${store}-kiosk`, strength: 'held' }
    case 'walked':
    case 'left':
      return { store, visit: visiting?.visit }
    case 'shown':
      return { store, screen: `${store}-kiosk`, for: 6 * SECOND }
    case 'response':
      return { by: 'shopper' }
    case 'consent':
      return { purpose: 'marketing', strength: 'held' }
    case 'profile':
      return { profile: {}, identities: [] }
    case 'webVisit':
    case 'address':
    case 'usage':
    case 'call':
    case 'occasion':
      return {}
    default:
      return never(type)
  }
}

/** A receipt's line needs no more than a category; the total is the lines' unless it is given. */
function linesOf({ lines, total }: Given): Given {
  if (!Array.isArray(lines)) return {}
  const filled = lines.map((line: unknown): Given => {
    const given = typeof line === 'object' && line !== null ? line : {}
    const category = 'category' in given ? given.category : 'things'
    return { sku: category, name: category, quantity: 1, amount: 1000, ...given }
  })
  const sum = filled.reduce((sum, { amount }) => sum + (typeof amount === 'number' ? amount : 0), 0)
  return { lines: filled, total: total ?? sum }
}

/** `dialogue/step`, or `dialogue` for the step it stands on: of the newest run that has come there. */
function messageNamed({ runs }: Customer, name: unknown): Result<MessageRef, string> {
  if (typeof name !== 'string') return fail('message: name it as dialogue/step')
  const [dialogue, step] = name.split('/')
  const run = runs.findLast(
    (run) => run.dialogue === dialogue && (step === undefined ? !run.ended : timesReached(run, step) > 0),
  )
  if (!run) return fail(`message: nothing of "${name}" has been under way by then`)
  const said = step ?? run.step
  return ok({
    dialogue: run.dialogue,
    run: run.occasion,
    step: said,
    version: run.version,
    time: timesReached(run, said),
  })
}

/** What the schema of events cannot know: a response that the step does not ask for. */
function refusal(event: Event, { dialogues }: Playbook): string | undefined {
  if (event.type !== 'response') return undefined
  const { dialogue, step: name } = event.message
  const step = dialogues.get(dialogue)?.steps.get(name)
  if (step?.is !== 'say' || step.responses.has(event.response)) return undefined
  const asks = [...step.responses.keys()]
  return `${dialogue}/${name} asks for ${asks.length === 0 ? 'no response' : asks.join(', ')}, not "${event.response}"`
}
