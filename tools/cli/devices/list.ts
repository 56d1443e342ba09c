import type { DeviceSettings } from '@kairos/devices/device-settings'
import { describeDevice } from '@kairos/devices/describe'
import { parseReportDescriptor } from '@kairos/devices/descriptor/report-descriptor'
import { deviceName, idOf } from '@kairos/devices/device-name'
import { standingOf } from '@kairos/devices/standing'
import type { Found, Transport } from '@kairos/devices/transport/transport'
import { devicesOf } from './source.ts'
import { deviceInWords } from './words.ts'

function asJson(found: Found, { taught }: DeviceSettings) {
  const { path, info, descriptor, isAllowed } = found
  const standing = standingOf(found, taught)
  return {
    path,
    id: idOf(info),
    name: deviceName(found).name,
    standing: standing.is,
    model: standing.is === 'reader' ? standing.model.name : undefined,
    isAllowed,
    description: describeDevice(info, descriptor && parseReportDescriptor(descriptor), taught),
  }
}

/** What an unknown device says of itself, for whoever wants to teach it. */
function descriptionOf({ info, descriptor }: Found): string[] {
  const { applications, reports, problems } = describeDevice(info, descriptor && parseReportDescriptor(descriptor))
  const inputs = reports.filter(({ kind }) => kind === 'input').map(({ id, bytes }) => `${id}: ${bytes} bytes`)
  return [
    applications.length === 0 ? '' : `    It says it is ${applications.join(', ')} (usage page/usage).`,
    inputs.length === 0 ? '' : `    Its reports: ${inputs.join(', ')}.`,
    ...problems.slice(0, 3).map((problem) => `    Its descriptor: ${problem}`),
  ].filter((line) => line !== '')
}

/** `kairos devices list`. Gives the exit status. */
export async function listDevices(transport: Transport, settings: DeviceSettings, json: boolean): Promise<number> {
  const devices = await devicesOf(transport)
  if (json) {
    const described = devices.map((found) => asJson(found, settings))
    process.stdout.write(`${JSON.stringify(described, undefined, 2)}\n`)
    return 0
  }
  const lines = devices.flatMap((found) => {
    const seen = deviceInWords(found, settings.taught)
    return seen.standing.is === 'unknown' ? [...seen.lines, ...descriptionOf(found)] : seen.lines
  })
  process.stdout.write(lines.length === 0 ? 'No HID device is plugged in.\n' : `${lines.join('\n')}\n`)
  return 0
}
