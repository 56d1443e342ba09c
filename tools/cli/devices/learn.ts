import { decoderFor } from '@kairos/devices/decode'
import { parseReportDescriptor } from '@kairos/devices/descriptor/report-descriptor'
import { writeRecording, type Recording } from '@kairos/devices/recording'
import { suggestModel, type Suggestion } from '@kairos/devices/suggest-model'
import type { Found, Transport } from '@kairos/devices/transport/transport'
import { systemClock } from '@kairos/shared/system-clock'
import { devicesOf, untilEnd } from './source.ts'
import type { Reading } from './watch.ts'
import { eventInWords } from './words.ts'

const say = (words: string): void => void process.stdout.write(`${words}\n`)
const MOST_REPORTS = 5000

/** Records until the end is said. Throws, in words, where the device cannot be opened. */
async function record(transport: Transport, { path, info, descriptor }: Found, time: number | undefined) {
  const recording: Recording = { device: { ...info, ...(descriptor ? { descriptor } : {}) }, reports: [] }
  let begun: number | undefined
  const opened = await transport.open(path, {
    report: (bytes) => {
      begun ??= systemClock.now()
      if (recording.reports.length < MOST_REPORTS)
        recording.reports.push({ at: systemClock.now() - begun, bytes: bytes.slice() })
      bytes.fill(0)
    },
    ended: (why) => say(`It ended: ${why}`),
  })
  if (!opened.ok) throw new Error(`${path} cannot be opened: ${opened.error.why}`)
  await untilEnd(time)
  await Promise.race([opened.value.close(), untilEnd(1000)])
  return recording
}

/** What the likeliest model makes of the recording, behind the same guard as everywhere. */
function tellEvents({ device, reports }: Recording, { taught }: Suggestion, { cards, layout, show }: Reading): void {
  const { descriptor, ...info } = device
  const decode = decoderFor(info, cards, { layout, taught: [taught], ...(descriptor ? { descriptor } : {}) })
  if (!decode) return
  for (const { at, bytes } of reports) {
    const late = (decode.due() ?? Infinity) <= at ? decode.quiet(at) : []
    for (const event of [...late, ...decode(bytes.slice(), at)]) say(`  ${eventInWords(event, show)}`)
  }
  const due = decode.due()
  if (due !== undefined) for (const event of decode.quiet(due)) say(`  ${eventInWords(event, show)}`)
  decode.wipe()
}

function tellSuggestions(suggestions: readonly Suggestion[]): void {
  const [best] = suggestions
  if (!best)
    return say(
      'No model makes sense of it. If you used cards of the chain’s own, say with --card which those are; else send the recording to those who make Kairos.',
    )
  for (const { title, taught, understood, of, isDeclared } of suggestions.slice(0, 3))
    say(`${taught.model}: ${title}; understood ${understood} of ${of}${isDeclared ? '; says so itself' : ''}`)
  say('If the first one is right, write into the device settings (docs/devices.md):')
  say(JSON.stringify({ taught: [best.taught] }, undefined, 2))
}

/** `kairos devices learn`. Gives the exit status: 1 where nothing was recorded or nothing is kept. */
export async function learnDevice(
  transport: Transport,
  path: string,
  reading: Reading & { out: string },
): Promise<number> {
  const found = (await devicesOf(transport)).find((each) => each.path === path)
  if (!found) throw new Error(`There is no device ${path}. “kairos devices list” says which there are.`)
  say(
    `Swipe or scan some known things, none of them a payment card${reading.time === undefined ? '; then press Ctrl-C' : ''}.`,
  )
  const recording = await record(transport, found, reading.time)
  const { reports } = recording
  try {
    if (reports.length === 0) throw new Error('It sent nothing. Is it the right device? Is it in another mode?')
    const lengths = [...new Set(reports.map(({ bytes }) => bytes.length))].toSorted((a, b) => a - b)
    say(`${reports.length} reports of ${lengths.join(', ')} bytes:`)
    const parsed = found.descriptor && parseReportDescriptor(found.descriptor)
    const suggestions = suggestModel(found.info, parsed, reports, reading.cards)
    const written = writeRecording(reading.out, recording)
    if (written.ok && suggestions[0]) tellEvents(recording, suggestions[0], reading)
    tellSuggestions(suggestions)
    if (!written.ok) throw new Error(written.error)
    say(`The recording is in ${reading.out}; whoever has it can read from it what was on your cards.`)
    return 0
  } finally {
    for (const { bytes } of reports) bytes.fill(0)
  }
}
