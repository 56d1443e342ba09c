import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { WIRE_HISTORY } from './hq-hub-history.ts'
import * as wire from './hq-hub.ts'
import { reportSchema } from './hub-report.ts'

const said: Record<string, unknown> = { ...wire, reportSchema }
const schemas = Object.entries(said)
  .flatMap(([name, schema]) => (schema instanceof z.ZodType ? [{ name, schema }] : []))
  .toSorted((a, b) => (a.name < b.name ? -1 : 1))

test('what HQ and hubs say changes only with a line of its history', () => {
  const text = schemas.map(({ name, schema }) => {
    // The version is in the history itself.
    const said = JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }))
    return `${name} ${said.replaceAll(`"const":${wire.SYNC_WIRE_VERSION}`, '"const":"wire"')}`
  })
  const hash = createHash('sha256').update(text.join('\n')).digest('hex').slice(0, 16)
  const last = WIRE_HISTORY.at(-1)
  expect(
    { wire: last?.wire, hash: last?.hash },
    'the schemas of hq-hub.ts changed: add a line to hq-hub-history.ts with this hash and why; move SYNC_WIRE_VERSION in hq-hub.ts if one side would misread the other',
  ).toEqual({ wire: wire.SYNC_WIRE_VERSION, hash })
})

test('the history only goes on', () => {
  const versions = WIRE_HISTORY.map((line) => line.wire)
  expect(versions).toEqual(versions.toSorted((a, b) => a - b))
  expect(new Set(WIRE_HISTORY.map(({ hash }) => hash)).size).toBe(WIRE_HISTORY.length)
  for (const { why } of WIRE_HISTORY) expect(why.length).toBeGreaterThan(20)
})
