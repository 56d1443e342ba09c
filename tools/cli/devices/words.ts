import type { DeviceEvent } from '@kairos/devices/device-event'
import { deviceName, idOf } from '@kairos/devices/device-name'
import { standingOf, type Standing } from '@kairos/devices/standing'
import type { Taught } from '@kairos/devices/models/models'
import type { Found } from '@kairos/devices/transport/transport'

const SHOWN = 2

/** A value with all but its last characters hidden. */
export const masked = (value: string): string => '•'.repeat(Math.max(0, value.length - SHOWN)) + value.slice(-SHOWN)

/** What was read, for people; masked unless they want to see it. Of a payment card there is nothing to show. */
export function eventInWords(event: DeviceEvent, show: boolean): string {
  const shown = (value: string) => (show ? value : masked(value))
  switch (event.is) {
    case 'card':
    case 'tag':
      return `${event.is} ${shown(event.value)}`
    case 'keyed':
      return `number ${shown(event.value)}`
    case 'code':
      return `code (${event.symbology}) ${shown(event.text)}`
    case 'key':
      return `key ${show || !/\d/.test(event.key) ? event.key : '•'}`
    case 'paymentCard':
      return 'a payment card; nothing of it was kept'
    case 'encrypted':
      return 'a card that the reader encrypts: it is set up for payments, and can recognise nobody'
    case 'unreadable':
      return 'unreadable: a damaged card, or none of the chain’s own (--card says which those are)'
    default:
      return event satisfies never
  }
}

/** What is said of one device: what it is to Kairos, and what to do about it. */
export type Seen = { standing: Standing; needsHelp: boolean; lines: string[] }

const NOT_ALLOWED =
  'It may not be read. Install the udev rule (docs/devices.md), then unplug it and plug it in; a service also has to be in the group kairos.'

export function deviceInWords(found: Found, taught: readonly Taught[]): Seen {
  const standing = standingOf(found, taught)
  const needsHelp = standing.is === 'reader' && found.isAllowed === false
  const may = found.isAllowed === undefined ? '.' : found.isAllowed ? ', and may be read.' : `. ${NOT_ALLOWED}`
  const what = standing.is === 'reader' ? `${standing.model.title}${may}` : standing.why
  return {
    standing,
    needsHelp,
    lines: [`${found.path}  ${idOf(found.info)}  ${deviceName(found).name}`, `    ${what}`],
  }
}
