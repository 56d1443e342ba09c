import { expect, test } from 'vitest'
import type { Customer } from '@kairos/shared/customer'
import { documentText, readRows } from './bulk.ts'
import { ann, document as emptyDocument } from './contract/made-up.ts'

const document: Customer = { ...emptyDocument(ann, 5), profile: { first: 'Ann, "document":' } }
const head = { change: 7, customer: 'ann', identities: ['0'.repeat(32)] }
const line = (text: string, more: object = head) => `${JSON.stringify(more).slice(0, -1)},"document":${text}}`

test('SPEC 21: a document that comes in a big batch stays the text that it came as', () => {
  const text = JSON.stringify({ ...document, later: 'a key that only a newer HQ knows' }, undefined, 1).replaceAll(
    '\n',
    '',
  )
  const read = readRows([line(text)])
  expect(read).toEqual({ ok: true, value: [{ ...head, text }] })
  expect(read.ok && read.value.map((row) => ('gone' in row ? '' : documentText(row)))).toEqual([text])
})

test('SPEC 21: a row in another order of keys is read as a whole; so is a tombstone', () => {
  const gone = { change: 8, customer: 'bob', gone: 'left' }
  const read = readRows([JSON.stringify({ document, ...head }), JSON.stringify(gone)])
  expect(read).toEqual({ ok: true, value: [{ document, ...head }, gone] })
})

test.each([
  ['is no JSON', line('{"schema":1,"id":"ann"')],
  ['goes on after its end', line(`${JSON.stringify(document)}{}`)],
  ['is of an unknown schema', line(JSON.stringify({ ...document, schema: 2 }))],
  ['is about somebody else', line(JSON.stringify({ ...document, id: 'bob' }))],
  ['has no head that is one', line(JSON.stringify(document), { ...head, identities: ['7701'] })],
  ['is cut off', line(JSON.stringify(document)).slice(0, -1)],
])('SPEC 21: a row whose document %s is refused', (_, row) => {
  expect(readRows([row])).toMatchObject({ ok: false, error: expect.stringContaining('is not understood') })
})
