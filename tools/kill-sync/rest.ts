import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { storeViewSchema, summarySchema } from '@kairos/shared/hq-views'
import { MINUTE, SECOND, type Ms } from '@kairos/shared/time'
import { tokensOf, type World } from './world.ts'

/** What got no answer while its line stayed up is asked again once a minute; more than a few of those is no rest. */
const AT_REST_WITHIN: Ms = 4 * MINUTE

const hubSchema = z.looseObject({
  line: z.string(),
  lag: z.object({ time: z.number(), documents: z.number() }),
  unsent: z.number(),
  uncontained: z.number(),
})

async function get<S extends z.ZodType>(schema: S, url: string, token: string): Promise<z.infer<S>> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  return schema.parse(await answer.json())
}

/** What still keeps the chain from rest, as HQ and hubs themselves say; nothing once it is there. */
async function unrest({ hq, token, hubs }: World): Promise<string[]> {
  const { waiting, sweep } = await get(summarySchema, `${hq.url}/v1/summary`, token)
  const stores = await get(z.array(storeViewSchema), `${hq.url}/v1/stores`, token)
  const found = waiting > 0 || sweep ? [`HQ has ${waiting} events to fold`] : []
  for (const { store, behind, line } of stores)
    if (behind > 0 || line !== 'up') found.push(`HQ says that ${store} is ${line}, ${behind} documents behind`)
  for (const { store, data, program } of hubs) {
    const state = await get(hubSchema, `${program.url}/v1/state`, tokensOf(data).till)
    const { line, lag, unsent, uncontained } = state
    if (line !== 'up' || lag.time > 0 || lag.documents > 0 || unsent > 0 || uncontained > 0)
      found.push(`${store}: ${JSON.stringify({ line, lag, unsent, uncontained })}`)
  }
  return found
}

/** Every line is up and fast, every program runs; waits until nothing is under way. Gives how long that took. */
export async function rest(world: World): Promise<{ took: Ms; problems: string[] }> {
  for (const line of world.lines) {
    line.slow()
    line.set(true)
  }
  const began = performance.now()
  let found: string[] = []
  for (let calm = 0; calm < 2;) {
    try {
      found = await unrest(world)
    } catch (error) {
      found = [`a door does not answer: ${String(error)}`]
    }
    calm = found.length === 0 ? calm + 1 : 0
    const took = performance.now() - began
    if (took > AT_REST_WITHIN) return { took, problems: found }
    await pause(0.3 * SECOND)
  }
  return { took: performance.now() - began, problems: [] }
}
