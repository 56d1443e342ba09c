import type { CloudEvent } from '@kairos/shared/cloudevents'
import { eventSchema, receiptEventId, type Event } from '@kairos/shared/event'
import { eventIdSchema } from '@kairos/shared/ids'
import type { ChainKey } from '@kairos/shared/identity'
import { hashIdentity } from '@kairos/shared/identity-hash'
import { never } from '@kairos/shared/result'
import type { Ms } from '@kairos/shared/time'

/**
 * A CloudEvent as HQ keeps it. Identities are hashed here, before anything is stored; a receipt's
 * event is named by store, till and receipt, whoever reports it (rule E9). `country` is the chain's, for phone numbers.
 */
export function eventFrom(cloud: CloudEvent, key: ChainKey, now: Ms, country?: string): Event {
  const common = {
    id: eventIdSchema.parse(`${cloud.source}#${cloud.id}`),
    customer: cloud.subject,
    at: Math.min(Date.parse(cloud.time), now),
    received: now,
    ...(cloud.history === true ? { history: true as const } : {}),
  }
  switch (cloud.type) {
    case 'kairos.purchase':
    case 'kairos.return': {
      const type = cloud.type === 'kairos.purchase' ? 'purchase' : 'return'
      const { store, till, receipt } = cloud.data
      return { ...common, ...cloud.data, type, id: receiptEventId(type, store, till, receipt) }
    }
    case 'kairos.profile': {
      const { identities, ...profile } = cloud.data
      const hashes = identities.map((identity) => hashIdentity(key, identity, country))
      return eventSchema.parse({ ...common, type: 'profile', profile, identities: hashes })
    }
    case 'kairos.response':
      return { ...common, ...cloud.data, type: 'response' }
    case 'kairos.webVisit':
      return { ...common, ...cloud.data, type: 'webVisit' }
    case 'kairos.address':
      return { ...common, type: 'address' }
    case 'kairos.usage':
      return { ...common, ...cloud.data, type: 'usage' }
    case 'kairos.call':
      return { ...common, ...cloud.data, type: 'call' }
    case 'kairos.occasion':
      return { ...common, ...cloud.data, type: 'occasion' }
    case 'kairos.consent':
      return { ...common, ...cloud.data, type: 'consent' }
    default:
      return never(cloud)
  }
}
