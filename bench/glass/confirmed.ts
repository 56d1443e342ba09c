import { join } from 'node:path'
import { openHubDatabase } from '@kairos/hub/storage/open'
import { messageId, messageRefSchema } from '@kairos/shared/ids'
import { marksIn } from './marks.ts'
import type { GlassStore } from './store.ts'

type Body = { type: string; message?: unknown }

/**
 * What the hub chose to show, as it said it to its screens, beside what its database holds as shown: each message by
 * whose it was, but for some customers. A message that came again for the same visit is the same one.
 */
export function confirmedIn({ data, marks, hub }: GlassStore, except: ReadonlySet<string>) {
  const database = openHubDatabase(join(data, 'hub', 'hub.sqlite'))
  try {
    const visits = new Map(
      database
        .prepare<[], { visit: string; customer: string }>('select visit, customer from visits')
        .all()
        .map(({ visit, customer }) => [visit, customer]),
    )
    const nameOf = (customer: string | undefined, message: unknown) =>
      `${customer} ${messageId(messageRefSchema.parse(message))}`
    const facts = database
      .prepare<[], { customer: string; body: string }>('select customer, body from outbox where confirmed = 1')
      .all()
      .map(({ customer, body }) => ({ customer, body: JSON.parse(body).event as Body }))
    const shown = new Set(
      facts.flatMap(({ customer, body }) => (body.type === 'shown' ? [nameOf(customer, body.message)] : [])),
    )
    const chosen = new Set(
      marksIn(marks, hub.pid).flatMap((mark) =>
        mark.is === 'chosen' && !except.has(visits.get(mark.visit) ?? '')
          ? [nameOf(visits.get(mark.visit), mark.message)]
          : [],
      ),
    )
    return {
      chosen: chosen.size,
      confirmed: shown.size,
      visits: facts.filter(({ body }) => body.type === 'visit').length,
      lost: [...chosen].filter((name) => !shown.has(name)).map((name) => `never on the glass: ${name}`),
    }
  } finally {
    database.close()
  }
}
