import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { DEVICE_NODE_FLAGS } from '@kairos/kiosk/device-node-flags'
import { BANK_CARDS, piecesOf } from './bank-cards.ts'
import { findDigits, type Form } from './find-digits.ts'
import { familyOf, searchMemory } from './process-memory.ts'
import { openTap, unmasked } from './tapped-line.ts'

/** The search for bank cards' digits finds what is planted; else that it found nothing would say nothing. */
const LENGTH = 8
const CARD = '6291840375162948'
const pieces = piecesOf([{ network: 'planted', number: CARD }], LENGTH)
const forms = (bytes: Uint8Array): Form[] => {
  const found: Form[] = []
  findDigits(bytes, pieces, LENGTH, ({ form }) => found.push(form))
  return [...new Set(found)]
}
const codes = (zero: number) =>
  Buffer.from(Array.from(CARD, (digit) => (digit === '0' ? zero : zero - 10 + Number(digit))))

const planted: [form: Form, bytes: Buffer][] = [
  ['ascii', Buffer.from(CARD)],
  ['utf-16', Buffer.from(CARD, 'utf16le')],
  ['keyboard codes', codes(0x27)],
  ['keypad codes', codes(0x62)],
  ['hex text', Buffer.from(Buffer.from(CARD).toString('hex'))],
]

test.each(planted)('%s is found wherever it begins, whole and in part', (form, bytes) => {
  for (let at = 0; at < 40; at++) {
    const around = Buffer.alloc(200, 0xee)
    bytes.copy(around, at)
    expect(forms(around)).toContain(form)
    const half = Buffer.alloc(200, 0xee)
    bytes.subarray(0, bytes.length / 2).copy(half, at)
    expect(forms(half)).toContain(form)
    const less = Buffer.alloc(200, 0xee)
    bytes.subarray(0, (bytes.length / 2 / LENGTH) * (LENGTH - 1)).copy(less, at)
    expect(forms(less)).toEqual([])
  }
})

test('every range and length of the guard’s table has a number, and no two look alike', () => {
  expect(BANK_CARDS.length).toBeGreaterThan(60)
  const all = BANK_CARDS.flatMap((card) => [...piecesOf([card], LENGTH).keys()])
  expect(new Set(all).size).toBe(all.length)
})

const HOLDS = `
  const digits = process.argv[1].split('-')
  const buffer = Buffer.alloc(40)
  for (const [at, digit] of digits.entries()) buffer[at] = 0x30 + Number(digit)
  if (process.argv[2] === 'zeroed') buffer.fill(0)
  globalThis.text = process.argv[2] === 'text' ? Buffer.from(digits.join('') + '\\u2022', 'utf16le').toString('utf16le') : undefined
  setInterval(() => buffer.length, 1e6)
  console.log('ready')
`
test.skipIf(process.platform !== 'linux').each([
  ['bytes', 'ascii'],
  ['text', 'utf-16'],
  ['zeroed', undefined],
] as const)('in the memory of a program: %s', { timeout: 60_000 }, async (how, form) => {
  const child = spawn(process.execPath, ['-e', HOLDS, CARD.split('').join('-'), how])
  try {
    await once(child.stdout, 'data')
    const { findings, megabytes } = searchMemory(familyOf(child.pid ?? 0), pieces, LENGTH)
    expect(megabytes).toBeGreaterThan(1)
    const found = findings.map((finding) => finding.form)
    if (form === undefined) expect(found).toEqual([])
    else expect(found).toContain(form)
  } finally {
    child.kill('SIGKILL')
  }
})

/** Moves the digits in code that is optimised, and has that code given up at once. Then everything is zeroed. */
const DEOPTIMISES = `
  const digits = process.argv[1].split('-')
  const from = new Uint8Array(new ArrayBuffer(128))
  const to = new Uint8Array(new ArrayBuffer(128))
  const view = from.subarray(0, digits.length)
  const move = (given) => { to.set(view); return given.a + 1 }
  for (const [at, digit] of digits.entries()) from[at] = 0x30 + Number(digit)
  for (let turn = 0; turn < 200_000; turn++) move({ a: turn })
  move({ b: 1, a: 2.5 })
  for (const bytes of [from, to]) for (let at = 0; at < bytes.length; at++) bytes[at] = 0
  setInterval(() => view.length, 1e6)
  console.log('ready')
`
test.skipIf(process.platform !== 'linux' || process.arch !== 'x64').each([
  ['optimised code leaves in memory what it moved last', [], true],
  ['the device process’ flags leave nothing', DEVICE_NODE_FLAGS, false],
] as const)('%s', { timeout: 60_000 }, async (_, flags, isLeft) => {
  const child = spawn(process.execPath, [...flags, '-e', DEOPTIMISES, CARD.split('').join('-')])
  try {
    await once(child.stdout, 'data')
    const { findings } = searchMemory(familyOf(child.pid ?? 0), pieces, LENGTH)
    expect(findings.length > 0).toBe(isLeft)
  } finally {
    child.kill('SIGKILL')
  }
})

test('what goes over a tapped line is heard, and what a WebSocket’s client masks is seen', async () => {
  const server = createServer((socket) => socket.end('hello'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const tap = await openTap(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
  const socket = connect(Number(new URL(tap.url).port), '127.0.0.1')
  socket.resume()
  socket.write(`GET / ${CARD}`)
  await once(socket, 'close')
  expect(tap.heard().toString()).toBe(`GET / ${CARD}hello`)
  tap.close()
  server.close()

  const mask = Buffer.from([0x5a, 0x13, 0xc7, 0x88])
  const masked = Buffer.from(Buffer.from(CARD).map((byte, at) => byte ^ (mask[at % 4] ?? 0)))
  const head = Buffer.from('GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n')
  const raw = Buffer.concat([head, Buffer.from([0x81, 0x80 | CARD.length]), mask, masked])
  expect(forms(raw)).toEqual([])
  expect(forms(unmasked(raw))).toEqual(['ascii'])
})
