import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { memberNumber } from '@kairos/hq/import/importing'
import { importPurchases } from '@kairos/hq/import/import-purchases'
import { parseMapping } from '@kairos/hq/import/mapping'
import { customerRowSchema } from '@kairos/shared/hq-views'
import { systemClock } from '@kairos/shared/system-clock'
import type { Say } from './make-world.ts'
import type { Part } from './parts/parts.ts'
import type { Wallet } from './world-file.ts'

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const MAPPING = root('playbooks/marlow-finch/imports/online-retail-uci.yaml')
/** The mapping's customers, as HQ names them. */
const PREFIX = 'uci-'

/** The public purchase log, where it is at hand. */
export function pastFile(): string | undefined {
  const file = join(process.env['KAIROS_DATA'] ?? root('../shared/data'), 'online_retail_uci.csv.gz')
  return existsSync(file) ? file : undefined
}

/** Brings real receipts of the past into HQ, as `kairos import purchases` does, and gives some of their shoppers. */
export async function importPast(hq: Part, data: string, file: string, say: Say): Promise<Wallet[]> {
  say('Importing a year of real receipts (UCI Online Retail)')
  const exit = await importPurchases(
    { file, map: MAPPING, data, hq: hq.url, token: hq.tokens['console'] ?? '' },
    systemClock,
    process.stdout,
  )
  if (exit !== 0)
    throw new Error('the purchase log could not be imported; npm start -- --fresh --no-import leaves it out')
  await hq.setAhead(0)
  const mapping = parseMapping(readFileSync(MAPPING, 'utf8'), MAPPING)
  const template = mapping.ok ? mapping.value.customer.member : undefined
  const found = await fetch(`${hq.url}/v1/customers?find=${PREFIX}`, {
    headers: { authorization: `Bearer ${hq.tokens['console']}` },
  })
  const customers = z.array(customerRowSchema).parse(await found.json())
  return customers.flatMap(({ customer, home }) =>
    home === undefined || template === undefined
      ? []
      : [{ customer, home, member: memberNumber(template, customer.slice(PREFIX.length)) }],
  )
}
