import { platform } from 'node:process'
import { setImmediate } from 'node:timers/promises'
import HID from 'node-hid'
import { fail, ok, type Problem } from '@kairos/shared/result'
import type { DeviceInfo } from '../model.ts'
import { fromSysfs } from './sysfs.ts'
import { inWords, type Found, type OpenFailure, type Transport } from './transport.ts'

const NOT_ALLOWED = /permission denied|not permitted|access is denied|privilege/i

/** The addon is loaded at the first use, so a library that lacks is found only then; it may be installed later. */
function cannotList(error: unknown): Problem {
  const words = inWords(error)
  if (/libusb/.test(words))
    return {
      code: 'devices.libusb',
      what: 'Devices cannot be read: the system lacks libusb-1.0.',
      todo: 'Install it (on Debian: apt install libusb-1.0-0). Nothing has to be started anew.',
    }
  return { code: 'devices.list', what: `Devices cannot be listed: ${words}.` }
}

const openFailure = (error: unknown): OpenFailure => {
  const why = inWords(error)
  return { is: NOT_ALLOWED.test(why) ? 'refused' : 'failed', why }
}

const infoOf = ({ vendorId, productId, usagePage, usage, manufacturer, product }: HID.Device): DeviceInfo => ({
  vendorId,
  productId,
  ...(usagePage === undefined || usagePage === 0 ? {} : { usagePage }),
  ...(usage === undefined || usagePage === 0 ? {} : { usage }),
  ...(manufacturer === undefined ? {} : { manufacturer }),
  ...(product === undefined ? {} : { product }),
})

/**
 * The devices of this machine. On Linux through hidraw, so that the kernel's drivers stay where they are; elsewhere
 * through what the system has. node-hid tells of no plugging: whoever wants to know lists again.
 */
export function nodeHid(): Transport {
  const isLinux = platform === 'linux'
  if (isLinux) HID.setDriverType('hidraw')
  return {
    async list() {
      try {
        const found = new Map<string, Found>()
        // A device of several applications is named once for each, its first one first.
        for (const device of await HID.devicesAsync()) {
          const { path } = device
          if (path === undefined || path === '' || found.has(path)) continue
          found.set(path, { path, info: infoOf(device), ...(isLinux ? fromSysfs(path) : { plug: path }) })
        }
        return ok([...found.values()])
      } catch (error) {
        return fail(cannotList(error))
      }
    },
    async open(path, listener) {
      let device: HID.HIDAsync
      try {
        device = await HID.HIDAsync.open(path)
      } catch (error) {
        return fail(openFailure(error))
      }
      let isOver = false
      // One listener for the device's life: a second one, or one removed and added again, breaks node-hid's reading.
      device.on('data', (report: Buffer) => {
        // A Buffer's slice is no copy, and decoders zero what they were given: they get plain bytes.
        const bytes = new Uint8Array(report.buffer, report.byteOffset, report.length)
        if (isOver) bytes.fill(0)
        else listener.report(bytes)
      })
      device.on('error', (error: unknown) => {
        if (isOver) return
        isOver = true
        listener.ended(inWords(error))
      })
      // node-hid begins to read in the next tick; one that is closed before that ends the process.
      await setImmediate()
      return ok({
        close: () => {
          isOver = true
          return device.close()
        },
      })
    },
  }
}
