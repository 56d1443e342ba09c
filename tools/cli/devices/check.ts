import { platform } from 'node:process'
import type { DeviceSettings } from '@kairos/devices/device-settings'
import type { Transport } from '@kairos/devices/transport/transport'
import { installedRule, UDEV_RULE } from '@kairos/devices/udev-rule'
import { devicesOf } from './source.ts'
import { deviceInWords } from './words.ts'

/** How it stands with the rule; absent where the system has no udev. */
function ruleInWords(): string | undefined {
  if (platform !== 'linux') return undefined
  const rule = installedRule()
  const install = `Install it as root: cp ${UDEV_RULE} /etc/udev/rules.d/ && udevadm control --reload && udevadm trigger`
  switch (rule.is) {
    case 'none':
      return `udev rule: missing. ${install}`
    case 'other':
      return `udev rule: ${rule.path} is not the one that is shipped: older, or yours. Compare it with ${UDEV_RULE}.`
    case 'same':
      return `udev rule: installed (${rule.path}).`
    default:
      return rule satisfies never
  }
}

/** `kairos devices check`. Gives the exit status: 1 when something has to be done. */
export async function checkDevices(transport: Transport, { taught }: DeviceSettings): Promise<number> {
  const rule = ruleInWords()
  if (rule !== undefined) process.stdout.write(`${rule}\n`)
  const devices = await devicesOf(transport)
  const seen = devices.map((found) => deviceInWords(found, taught))
  const readers = seen.filter(({ standing }) => standing.is === 'reader')
  const helpless = readers.filter(({ needsHelp }) => needsHelp)
  for (const { lines } of readers) process.stdout.write(`${lines.join('\n')}\n`)
  const others = seen.length - readers.length
  process.stdout.write(
    `${readers.length} to be read, ${helpless.length} of them may not be; ${others} others are left alone.\n`,
  )
  // A rule that lacks matters only to a user whom the system does not let read without it.
  return helpless.length > 0 || readers.length === 0 ? 1 : 0
}
