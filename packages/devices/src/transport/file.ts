import { readFileSync } from 'node:fs'
import { fail, ok, type Result } from '@kairos/shared/result'
import type { Clock } from '@kairos/shared/time'
import { parseRecording, playRecording } from '../recording.ts'
import { inWords, type Transport } from './transport.ts'

/** One device out of a recording: it is plugged in, and plays its reports at their own pace each time it is opened. */
export function fileTransport(file: string, clock: Clock): Result<Transport, string> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return fail(inWords(error))
  }
  const recording = parseRecording(text)
  if (!recording.ok) return fail(`${file}: ${recording.error}`)
  const { descriptor, ...info } = recording.value.device
  const found = { path: file, plug: file, info, isAllowed: true, ...(descriptor ? { descriptor } : {}) }
  return ok({
    list: async () => ok([found]),
    async open(path, listener) {
      if (path !== file) return fail({ is: 'failed', why: `there is no ${path}` })
      const playing = playRecording(file, clock, (_device, bytes) => listener.report(bytes))
      return playing.ok ? ok({ close: async () => playing.value.close() }) : fail({ is: 'failed', why: playing.error })
    },
  })
}
