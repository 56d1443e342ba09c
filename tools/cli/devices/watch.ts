import type { ReadingSettings } from '@kairos/devices/device-settings'
import { PluggedDevices } from '@kairos/devices/plugged-devices'
import type { Transport } from '@kairos/devices/transport/transport'
import type { DevicesStatus } from '@kairos/shared/device-status'
import { systemClock } from '@kairos/shared/system-clock'
import type { Ms } from '@kairos/shared/time'
import { untilEnd } from './source.ts'
import { eventInWords } from './words.ts'

export type Reading = ReadingSettings & { time: Ms | undefined; show: boolean }

/** `kairos devices watch`: reads as a screen would. Gives the exit status: 1 if nothing could be read. */
export async function watchDevices(transport: Transport, { time, show, ...settings }: Reading): Promise<number> {
  const say = (words: string) => process.stdout.write(`${words}\n`)
  const said = new Set<string>()
  const tellChanges = ({ trouble, devices }: DevicesStatus) => {
    const lines = devices
      .filter(({ state }) => state !== 'opening')
      .map(({ name, path, state, why, since }) => ({
        key: `${path} ${state} ${since}`,
        line: `${name} (${path}): ${state}${why === undefined ? '' : `. ${why}`}`,
      }))
    if (trouble !== undefined) lines.push({ key: trouble, line: trouble })
    for (const { key, line } of lines.filter(({ key }) => !said.has(key))) {
      said.add(key)
      say(line)
    }
  }
  const plugged: PluggedDevices = new PluggedDevices({
    transport,
    clock: systemClock,
    settings,
    event: (event) => say(`  ${eventInWords(event, show)}`),
    changed: () => queueMicrotask(() => tellChanges(plugged.status())),
    stuck: (why) => say(`Devices cannot be read: ${why}.`),
  })
  await untilEnd(time)
  const { trouble, devices } = plugged.status()
  const wasRead = devices.some(({ reports }) => reports > 0)
  // A device that does not let go does not keep the command.
  await Promise.race([plugged.close(), untilEnd(1000)])
  return trouble !== undefined && !wasRead ? 1 : 0
}
