import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Clock } from '@kairos/shared/time'
import {
  arrivals,
  FAULTS,
  parseRecording,
  playRecording,
  recordingText,
  writeRecording,
  type Recording,
} from './recording.ts'
import { eventsOf, SCANNERS, SWIPERS, WEDGE } from './readers.fixture.ts'

const place = mkdtempSync(join(tmpdir(), 'kairos-recording-'))
afterAll(() => rmSync(place, { recursive: true }))
const file = join(place, 'recording.jsonl')

const recordingOf = (index: number, reports: Uint8Array[]): Recording => ({
  device: [...SWIPERS, ...SCANNERS][index]?.device ?? WEDGE,
  reports: reports.map((bytes, at) => ({ at: at * 10, bytes })),
})
/** A clock of which the hands are moved by what is due. */
function runDry() {
  const waiting: { at: number; wake: () => void }[] = []
  let now = 1_000_000
  const clock: Clock = {
    now: () => now,
    at(at, wake) {
      const one = { at, wake }
      waiting.push(one)
      return () => void waiting.splice(waiting.indexOf(one), 1)
    },
  }
  const run = () => {
    for (
      let next = waiting.toSorted((a, b) => a.at - b.at)[0];
      next;
      next = waiting.toSorted((a, b) => a.at - b.at)[0]
    ) {
      waiting.splice(waiting.indexOf(next), 1)
      now = next.at
      next.wake()
    }
  }
  return { clock, run, waiting }
}

test('what is recorded is played: the same device, the same bytes, at the same pace', () => {
  const reports = SCANNERS[0]?.reports('x'.repeat(100), ']Q0') ?? []
  const recording = recordingOf(SWIPERS.length, reports)
  expect(writeRecording(file, recording)).toEqual({ ok: true, value: undefined })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const { clock, run } = runDry()
  const played: [number, string][] = []
  const playing = playRecording(file, clock, (device, bytes) => {
    expect(device.descriptor).toEqual(recording.device.descriptor)
    played.push([clock.now() - 1_000_000, Buffer.from(bytes).toString('hex')])
    bytes.fill(0)
  })
  expect(playing.ok).toBe(true)
  run()
  expect(played).toEqual(reports.map((bytes, at) => [at * 10, Buffer.from(bytes).toString('hex')]))
})

test('reports come in their order, however the clock’s timers fire', () => {
  const file = join(place, 'order')
  const reports = [0, 10, 20, 30].map((at) => ({ at, bytes: Uint8Array.of(at) }))
  writeFileSync(file, recordingText({ device: SWIPERS[0]?.device ?? expect.unreachable(), reports }))
  const timers: (() => void)[] = []
  const clock: Clock = { now: () => 0, at: (_at, wake) => (timers.push(wake), () => {}) }
  const played: number[] = []
  playRecording(file, clock, (_device, bytes) => played.push(bytes[0] ?? -1))
  for (let wake = timers.pop(); wake; wake = timers.pop()) wake()
  expect(played).toEqual([0, 10, 20, 30])
})

test('a recording that is closed plays no more', () => {
  const { clock, run, waiting } = runDry()
  const playing = playRecording(file, clock, () => expect.unreachable())
  if (playing.ok) playing.value.close()
  expect(waiting).toEqual([])
  run()
})

test('what is written is read', () => {
  const one = fc.record(
    { at: fc.nat(10_000), bytes: fc.uint8Array({ maxLength: 40 }), fault: fc.constantFrom(...FAULTS) },
    { requiredKeys: ['at', 'bytes'] },
  )
  fc.assert(
    fc.property(fc.array(one), (reports) => {
      const recording: Recording = { device: { vendorId: 1, productId: 2, descriptor: Uint8Array.of(1, 2) }, reports }
      expect(parseRecording(recordingText(recording))).toEqual({ ok: true, value: recording })
    }),
  )
})

test('each fault does its harm, and the decoder lives with it', () => {
  const swiper = SWIPERS[0]
  const [bytes] = swiper?.reports('', ';771234567890=0000?', '') ?? []
  if (!swiper || !bytes) throw new Error('a swiper')
  const arrived = (fault?: (typeof FAULTS)[number]) =>
    arrivals({
      device: swiper.device,
      reports: [
        { at: 5, bytes, ...(fault ? { fault } : {}) },
        { at: 6, bytes },
      ],
    })
  expect(arrived('short').map((each) => [each.at, each.bytes.length])).toEqual([
    [5, 168],
    [6, 337],
  ])
  expect(arrived('oversize').map((each) => [each.at, each.bytes.length])).toEqual([
    [5, 400],
    [6, 337],
  ])
  expect(arrived('duplicated').map(({ at }) => at)).toEqual([5, 5, 6])
  expect(arrived('delayed').map(({ at }) => at)).toEqual([6, 1005])
  const card = { is: 'card', value: '771234567890' }
  const events = (fault: (typeof FAULTS)[number]) =>
    eventsOf(
      swiper.device,
      arrived(fault).map((each) => each.bytes),
    )
  expect(events('short')).toEqual([{ is: 'unreadable' }, card])
  expect(events('oversize')).toEqual([{ is: 'unreadable' }, card])
  expect(events('duplicated')).toEqual([card, card, card])
})

test('a line that is none is named', () => {
  expect(parseRecording('{}')).toEqual({ ok: false, error: expect.stringContaining('line 1') })
  expect(parseRecording('{"vendorId":1,"productId":2}\n{"at":1,"hex":"0"}')).toEqual({
    ok: false,
    error: expect.stringContaining('line 2'),
  })
  writeFileSync(join(place, 'bad'), 'nonsense')
  expect(playRecording(join(place, 'bad'), runDry().clock, () => {})).toMatchObject({ ok: false })
})

test.each(SWIPERS.map((each, index) => [each.name, index] as const))(
  'a payment card that came through a %s is not written down',
  (_name, index) => {
    const reports = SWIPERS[index]?.reports('', ';4111111111111111=3012101?', '') ?? []
    writeFileSync(file, 'before')
    expect(writeRecording(file, recordingOf(index, reports))).toMatchObject({ ok: false })
    expect(readFileSync(file, 'utf8')).toBe('before')
  },
)
