import { encodeKey, KEYPAD } from '@kairos/devices/models/keypad'
import { encodeSureSwipe, SURESWIPE } from '@kairos/devices/models/magtek-sureswipe'
import { encodeScan, LSR118_DESCRIPTOR, VIRTUAL_SCANNER } from '@kairos/devices/models/pos-scanner'
import { sendReports } from '@kairos/devices/virtual'

const KEYS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** The virtual readers of one screen: their reports go through its device process. */
export const readersAt = (devices: { port: number; token: string }) => ({
  swipe: (card: string) => sendReports(devices, SURESWIPE, [encodeSureSwipe(`%${card}^HALL?`, `;${card}=0000?`)]),
  scan: (text: string, aim = ']Q1') =>
    sendReports(devices, { ...VIRTUAL_SCANNER, descriptor: LSR118_DESCRIPTOR }, encodeScan(text, aim)),
  /** A number on the keypad beside the glass, and Enter. */
  key(number: string): Promise<void> {
    const digits = Array.from(number, (digit) => KEYS[Number(digit)] ?? '0')
    return sendReports(devices, KEYPAD, [...digits, 'enter' as const].flatMap(encodeKey))
  },
})
