import type { Customer, Run } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import type { Ms } from '@kairos/shared/time'
import type { Scope } from './conditions.ts'
import type { Draft } from './draft.ts'
import { knownMemory, knownProfile } from './known.ts'
import { windowedMemory } from './measures.ts'
import { mostCounted } from './memory.ts'
import { NORMAL_MODE, type Dialogue } from './playbook.ts'

/** Memory as far as it is known; entries with a window are seen as the window sees them. */
const rememberedAt = (draft: Draft, at: Ms): Customer['memory'] =>
  windowedMemory(draft.playbooks.current, knownMemory(draft), at)

/** What there is beside the customer: an event, the run under way, the run whose ending begins another. */
type Seen = { event?: Event | undefined; run?: Run | undefined; ended?: Run | undefined }

/** What conditions see. */
export function scopeOf(draft: Draft, at: Ms, { event, run, ended }: Seen): Scope {
  const { mode, incentives } = draft.customer
  const customer = { ...knownProfile(draft.customer), mode: mode ?? NORMAL_MODE, incentives: incentives ?? {} }
  return {
    customer,
    memory: rememberedAt(draft, at),
    event: event ?? {},
    run: run ?? {},
    ended: ended ?? {},
    now: at,
  }
}

/** What a run is about; undefined where that is not known, and then there is nothing to say. */
export function aboutOf(draft: Draft, { source }: Dialogue, at: Ms, event: Event | undefined): string | undefined {
  if (source.about === undefined) return undefined
  if ('most' in source.about) return mostCounted(rememberedAt(draft, at)[source.about.most])
  const field: unknown =
    event &&
    Object.entries(event).find(([name]) => source.about && 'event' in source.about && name === source.about.event)?.[1]
  return typeof field === 'string' ? field : undefined
}
