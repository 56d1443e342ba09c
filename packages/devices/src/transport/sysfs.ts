import { accessSync, constants, readFileSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Found } from './transport.ts'

const CLASS = '/sys/class/hidraw'

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    // It went while we looked.
    return undefined
  }
}

/**
 * What Linux tells of a device file beside its name: `/sys/class/hidraw/hidrawN/device` links to
 * `.../0003:0801:0002.0007` (bus, vendor, product, and a number that no other plugging-in has until the next boot),
 * which holds `report_descriptor`, byte by byte as the device sent it.
 */
export function fromSysfs(path: string): Pick<Found, 'plug' | 'descriptor' | 'isAllowed'> {
  const device = join(CLASS, basename(path), 'device')
  const plug = attempt(() => basename(realpathSync(device)))
  const descriptor = attempt(() => Uint8Array.from(readFileSync(join(device, 'report_descriptor'))))
  // hidapi opens for reading and writing. Access control lists (udev's `uaccess`) count here too.
  const isAllowed = attempt(() => (accessSync(path, constants.R_OK | constants.W_OK), true)) ?? false
  return { plug: plug ?? path, isAllowed, ...(descriptor ? { descriptor } : {}) }
}
