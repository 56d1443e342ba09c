import { closeSync, existsSync, openSync, readdirSync, readFileSync, watch, writeSync } from 'node:fs'
import { join } from 'node:path'

/**
 * HID devices that are real to the kernel: `/dev/uhid` takes events of `struct uhid_event` (packed, little endian), a
 * u32 type and its payload. Source: include/uapi/linux/uhid.h.
 *
 * | event           | type | payload                                                                              |
 * | --------------- | ---- | ------------------------------------------------------------------------------------ |
 * | `UHID_DESTROY`  | 1    | none                                                                                 |
 * | `UHID_CREATE2`  | 11   | name char[128], phys char[64], uniq char[64], descriptor's length u16, bus u16,       |
 * |                 |      | vendor u32, product u32, version u32, country u32, descriptor u8[up to 4096]          |
 * | `UHID_INPUT2`   | 12   | length u16, report u8[up to 4096], its id first if the descriptor has ids             |
 *
 * The kernel's own events are not read here, so a device answers no request: asked for a feature report, it is as a
 * reader that hangs (the kernel gives up after 5 seconds). Output reports are swallowed.
 */
const DESTROY = 1
const CREATE2 = 11
const INPUT2 = 12
const NAME = { at: 4, bytes: 128 }
const PHYS = { at: 132, bytes: 64 }
const UNIQ = { at: 196, bytes: 64 }
const DESCRIPTOR_AT = 280

/** include/uapi/linux/input.h. hidapi lists devices on these buses only (and on SPI). */
export const BUS = { usb: 0x03, bluetooth: 0x05, i2c: 0x18 } as const

/** The kernel makes a device in some milliseconds; this is for a host that is busy. */
const APPEARS_WITHIN = 10_000

export type UhidModel = {
  name: string
  vendor: number
  product: number
  /** The report descriptor. */
  descriptor: Uint8Array
  /** USB if not said. */
  bus?: number
  /** None if not said. */
  serial?: string
}

export type UhidDevice = {
  /** Its device file, `/dev/hidrawN`. */
  path: string
  /** Sends one input report, as it is: nothing keeps to the descriptor but the kernel. */
  send: (report: Uint8Array) => void
  /** Pulls the plug: the device file is gone when this returns. Does nothing when it was pulled before. */
  destroy: () => void
}

let made = 0

/** Plugs in a device; resolves when its device file is there. Throws if the kernel makes none of it. */
export async function createUhidDevice(model: UhidModel): Promise<UhidDevice> {
  // The place it is plugged into, by which its device file is found.
  const phys = `kairos-${++made}`
  const event = Buffer.alloc(DESCRIPTOR_AT + model.descriptor.length)
  event.writeUInt32LE(CREATE2, 0)
  for (const [text, { at, bytes }] of [
    [model.name, NAME],
    [phys, PHYS],
    [model.serial ?? '', UNIQ],
  ] as const)
    event.write(text, at, bytes - 1, 'utf8')
  event.writeUInt16LE(model.descriptor.length, 260)
  event.writeUInt16LE(model.bus ?? BUS.usb, 262)
  event.writeUInt32LE(model.vendor, 264)
  event.writeUInt32LE(model.product, 268)
  event.set(model.descriptor, DESCRIPTOR_AT)
  const file = openSync('/dev/uhid', 'r+')
  writeSync(file, event)
  const path = await deviceFile(phys).catch((error: unknown) => {
    closeSync(file)
    throw new Error(`${model.name}: the kernel has made no device of it; its console says why`, { cause: error })
  })
  let isPluggedIn = true
  return {
    path,
    send: (report) => {
      const event = Buffer.alloc(6 + report.length)
      event.writeUInt32LE(INPUT2, 0)
      event.writeUInt16LE(report.length, 4)
      event.set(report, 6)
      writeSync(file, event)
    },
    destroy: () => {
      if (!isPluggedIn) return
      isPluggedIn = false
      const event = Buffer.alloc(4)
      event.writeUInt32LE(DESTROY, 0)
      writeSync(file, event)
      closeSync(file)
    },
  }
}

/** The kernel makes the file in its own time, and says so as a change of `/dev`. */
async function deviceFile(phys: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const look = () => {
    const path = findDeviceFile(phys)
    if (path !== undefined) resolve(path)
  }
  const changes = watch('/dev', look)
  const limit = setTimeout(() => reject(new Error(`nothing within ${APPEARS_WITHIN} ms`)), APPEARS_WITHIN)
  look()
  return promise.finally(() => {
    changes.close()
    clearTimeout(limit)
  })
}

const CLASS = '/sys/class/hidraw'

function findDeviceFile(phys: string): string | undefined {
  if (!existsSync(CLASS)) return undefined
  const name = readdirSync(CLASS).find((name) => {
    try {
      return readFileSync(join(CLASS, name, 'device', 'uevent'), 'utf8').includes(`HID_PHYS=${phys}\n`)
    } catch {
      // Another device went while we looked.
      return false
    }
  })
  const path = name === undefined ? undefined : `/dev/${name}`
  return path !== undefined && existsSync(path) ? path : undefined
}
