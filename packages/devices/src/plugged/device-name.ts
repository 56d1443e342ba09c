import { describeDevice } from '../describe.ts'
import type { Found } from '../transport/transport.ts'

/** `0801:0002`, as `lsusb` writes it. */
export const idOf = ({ vendorId, productId }: { vendorId: number; productId: number }): string =>
  [vendorId, productId].map((id) => id.toString(16).padStart(4, '0')).join(':')

/** A device's name for people, with what names it to the system. */
export function deviceName({ info, path }: Found) {
  const { vendorId, productId, manufacturer, product } = describeDevice(info, undefined)
  const said = [manufacturer, product].filter((part) => part !== '').join(' ')
  return { name: said === '' ? `HID device ${idOf(info)}` : said, vendorId, productId, path: path.slice(0, 400) }
}
