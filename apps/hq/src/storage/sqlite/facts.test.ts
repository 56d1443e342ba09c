import { describe, expect, test } from 'vitest'
import { HqEnd } from '@kairos/replica/hq-end'
import { customerIdSchema } from '@kairos/shared/ids'
import { A, fact, fold, H1, harbour, hqOnDisk, profile } from './hq-on-disk.fixture.ts'

const hq = hqOnDisk()
const folds = async (id: string) => (await hq.now.storage.customer(customerIdSchema.parse(id)))?.document.now
const endOf = () => new HqEnd(hq.now.storage, harbour, H1, () => 100)

describe('a hub’s facts in HQ’s storage', () => {
  test('SPEC 14: two lines of one hub that overlap neither store twice nor move the epoch back', async () => {
    const five = [1, 2, 3, 4, 5].map((n) => fact(n, `e${n}`, 'ann'))
    await Promise.all([endOf().facts(five), endOf().facts(five.slice(0, 2))])
    expect(await hq.now.storage.lastNumber(harbour, A)).toBe(5)
    await hq.now.storage.takeFacts(harbour, A, 2, five.slice(0, 2), [])
    expect(await hq.now.storage.lastNumber(harbour, A)).toBe(5)
    expect((await hq.now.storage.foldNext(100, fold)).done).toBe(5)
    expect((await hq.now.storage.stores()).length).toBe(0)
  })

  test('SPEC 15: behind a gap nothing is stored, and the answer says from where to send', async () => {
    const [one, , three] = [1, 2, 3].map((n) => fact(n, `e${n}`, 'ann'))
    if (!one || !three) throw new Error('three facts')
    expect(await endOf().facts([three])).toMatchObject({ value: { upTo: 0 } })
    expect(await endOf().facts([one, three])).toMatchObject({ value: { upTo: 1 } })
    expect(await endOf().facts([{ epoch: A, n: 2 }, three])).toMatchObject({ value: { upTo: 3, setAside: [2] } })
  })

  test('SPEC 17: what was set aside is told again when the answer was lost', async () => {
    const sent = [fact(1, 'e1', 'ann'), { epoch: A, n: 2, event: { type: 'beamed' } }, fact(3, 'e3', 'ann')]
    const told = { ok: true, value: { epoch: A, upTo: 3, setAside: [2] } }
    expect(await endOf().facts(sent)).toEqual(told)
    expect(await endOf().facts(sent)).toEqual(told)
    // A hub restored from a backup sends the first part only, and hears that HQ has all three.
    expect(await endOf().facts(sent.slice(0, 1))).toEqual(told)
    expect(await endOf().facts([fact(4, 'e4', 'ann')])).toMatchObject({ value: { upTo: 4, setAside: [] } })
  })

  test('SPEC 17: a fact whose event is known as another customer’s is set aside', async () => {
    await hq.now.storage.takeIn([profile('receipt', 'ann', harbour)])
    const told = await endOf().facts([fact(1, 'receipt', 'bob')])
    expect(told).toMatchObject({ value: { upTo: 1, setAside: [1] } })
    await hq.now.storage.foldNext(10, fold)
    expect(await folds('bob')).toBeUndefined()
  })

  test('SPEC 11: a fact is contained once it is folded, even if HQ knew its event before', async () => {
    await hq.now.storage.takeIn([profile('receipt', 'ann', harbour)])
    await hq.now.storage.foldNext(10, fold)
    await endOf().facts([fact(1, 'receipt', 'ann')])
    const { cursor, rows } = await hq.now.storage.feedAfter(harbour, 0, 10)
    expect(rows[0]?.contains).toBeUndefined()
    await hq.now.storage.foldNext(10, fold)
    expect((await hq.now.storage.feedAfter(harbour, cursor, 10)).rows).toMatchObject([{ contains: { epoch: A, n: 1 } }])
    expect(await folds('ann')).toBe(1)
  })

  test('SPEC 18: what cannot be folded is set aside, counted, told to its hub, and blocks nothing', async () => {
    await endOf().facts([fact(1, 'bad 1', 'ann'), fact(2, 'e2', 'bob'), fact(3, 'bad 3', 'bob')])
    const { done, unfoldable } = await hq.now.storage.foldNext(10, fold)
    expect([done, unfoldable.map(({ customer }) => customer)]).toEqual([3, ['ann', 'bob']])
    expect([await folds('ann'), await folds('bob')]).toEqual([0, 1])
    const { rows } = await hq.now.storage.feedAfter(harbour, 0, 10)
    expect(rows.map(({ customer, contains }) => [customer, contains?.n])).toEqual([
      ['ann', 1],
      ['bob', 3],
    ])
    expect((await hq.now.storage.foldNext(10, fold)).done).toBe(0)
  })
})
