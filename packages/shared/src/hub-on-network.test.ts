import { expect, test } from 'vitest'
import { announceHub, findHubs, theHub } from './hub-on-network.ts'
import { storeIdSchema } from './ids.ts'
import { systemClock } from './system-clock.ts'

const [hall, yard] = [storeIdSchema.parse('hall'), storeIdSchema.parse('yard')]
const at = (store: typeof hall, port: number) => ({ store, url: `http://192.0.2.1:${port}` })

test('a screen takes the one hub there is, or its own store’s; of several it takes none, and says which there are', () => {
  expect(theHub([at(hall, 1)], undefined)).toMatchObject({ ok: true, value: { store: 'hall' } })
  expect(theHub([at(hall, 1), at(yard, 2)], yard)).toMatchObject({ ok: true, value: { store: 'yard' } })
  expect(JSON.stringify(theHub([at(hall, 1), at(yard, 2)], undefined))).toContain(
    'hall at http://192.0.2.1:1, yard at http://192.0.2.1:2',
  )
  expect(theHub([], undefined).ok).toBe(false)
  expect(theHub([at(hall, 1)], yard).ok).toBe(false)
})

test('hubs that announce themselves are found over the network', async () => {
  const errors: unknown[] = []
  const network = { port: 20_000 + (process.pid % 20_000), interface: '127.0.0.1' }
  const failed = (error: unknown) => errors.push(error)
  const ends = [hall, yard].map((store, n) => announceHub({ store, port: 4200 + n }, failed, network))
  const found = await findHubs(systemClock, failed, network)
  expect(errors).toEqual([])
  const ports = new Map(found.map(({ store, url }) => [store, new URL(url).port]))
  expect([ports.get(hall), ports.get(yard)]).toEqual(['4200', '4201'])
  for (const end of ends) await end()
})
