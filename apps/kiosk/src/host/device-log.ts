import type { DevicesStatus, DeviceStatus } from '@kairos/shared/device-status'

const plugOf = ({ path, vendorId, productId }: DeviceStatus): string => `${path} ${vendorId} ${productId}`

/** What is new between two statuses, a sentence each, for a log. Counts are none of it. */
export function changesInWords(before: DevicesStatus, after: DevicesStatus): string[] {
  const words: string[] = []
  if (after.trouble !== before.trouble) words.push(after.trouble ?? 'What kept the devices from being read is over.')
  for (const device of after.devices) {
    const old = before.devices.find((each) => plugOf(each) === plugOf(device))
    // Opening is over in a moment, and what comes of it is said.
    if (device.state === 'opening' || (old?.state === device.state && old.why === device.why)) continue
    words.push(`${device.name} (${device.path}): ${device.state}${device.why === undefined ? '' : `. ${device.why}`}`)
  }
  return words
}
