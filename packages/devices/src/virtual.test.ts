import { afterEach, expect, test } from 'vitest'
import { encodeKey, KEYPAD } from './models/keypad.ts'
import { openVirtualDevices, sendReports, type VirtualDevices } from './virtual.ts'

let open: VirtualDevices | undefined
afterEach(() => open?.close())

test('reports arrive byte by byte, in order, from whoever has the token and from nobody else', async () => {
  const arrived: string[] = []
  const token = 'a token of the virtual devices'
  open = await openVirtualDevices(token, (device, bytes) =>
    arrived.push(`${device.productId}:${Buffer.from(bytes).toString('hex')}`),
  )
  const reports = encodeKey('7')
  await sendReports({ port: open.port, token: 'guessed' }, KEYPAD, reports).catch(() => {})
  await sendReports({ port: open.port, token }, KEYPAD, reports)
  await expect
    .poll(() => arrived)
    .toEqual(reports.map((report) => `${KEYPAD.productId}:${Buffer.from(report).toString('hex')}`))
})
