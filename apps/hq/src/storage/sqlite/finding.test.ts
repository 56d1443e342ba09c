import { expect, test } from 'vitest'
import { advance, newCustomer } from '@kairos/dialogue/advance'
import { compilePlaybook } from '@kairos/dialogue/compile'
import { customerIdSchema } from '@kairos/shared/ids'
import { hashIdentity } from '@kairos/shared/identity-hash'
import { eventSchema } from '@kairos/shared/event'
import type { FoldOne } from '../storage.ts'
import { hqOnDisk } from './hq-on-disk.fixture.ts'

const hq = hqOnDisk()
const CHAIN =
  'chain: C\nlanguage: en\ncurrency: GBP\nsalt: salt\nstores: {}\ngeneral: [{ title: Hello, body: There. }]\n'
const KEY = { hex: '00'.repeat(32) }
const hashOf = (value: string) => hashIdentity(KEY, { kind: 'member', value })

function engine(): FoldOne {
  const playbook = compilePlaybook(1, { 'chain.yaml': CHAIN })
  if (!playbook.ok) throw new Error(playbook.error[0]?.what)
  const playbooks = { current: playbook.value, version: () => playbook.value }
  return (id, customer, input) => advance(playbooks, customer ?? newCustomer(playbooks, id), input)
}
const named = (id: string, first: string, member: string) =>
  eventSchema.parse({
    id: `profile:${id}`,
    customer: id,
    at: 1,
    received: 1,
    type: 'profile',
    profile: { first },
    identities: [hashOf(member)],
  })

test('customers are found by the beginning of an id or a name, or by a whole number, and no other way', async () => {
  const { storage } = hq.now
  await storage.takeIn([named('mf-1', 'Anna', '100'), named('mf-2', 'Annette', '200'), named('uci-3', 'Bea', '300')])
  await storage.foldNext(10, engine())
  const find = async (text: string) =>
    (await storage.findCustomers(text, [hashOf(text)], 10))
      .map(({ customer }) => customer)
      .toSorted((a, b) => (a < b ? -1 : 1))
  const ids = (...texts: string[]) => texts.map((text) => customerIdSchema.parse(text))
  expect(await find('ANN')).toEqual(ids('mf-1', 'mf-2'))
  expect(await find('mf-')).toEqual(ids('mf-1', 'mf-2'))
  expect(await find('300')).toEqual(ids('uci-3'))
  expect(await find('30')).toEqual([])
  expect(await find("%' or 1=1 --")).toEqual([])
  expect(await find('')).toHaveLength(3)
})
