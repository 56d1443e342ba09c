import { decodeQR } from 'qr/decode.js'
import { expect, test } from 'vitest'
import { fitsCode, listInCode, MOST_BYTES_OF_LIST } from '@kairos/shared/list-code'
import { codeModules } from './code-square.tsx'

const SCALE = 4

/** The path as a scanner sees it: dark squares on white. */
function painted({ path, side }: { path: string; side: number }) {
  const width = side * SCALE
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let n = 0; n < SCALE * SCALE; n += 1) {
      const at = (Number(y) * SCALE + Math.floor(n / SCALE)) * width + Number(x) * SCALE + (n % SCALE)
      data.fill(0, at * 4, at * 4 + 3)
    }
  return { width, height: width, data }
}

test.each(['KJ4M8T2Q', 'https://marlow-finch.example/v/KJ4M8T2QW9', 'Kürbis für später', 'x'.repeat(200)])(
  'a scanner reads %s from what is drawn',
  (code) => {
    expect(decodeQR(painted(codeModules(code)))).toBe(code)
  },
)

test('the longest list is drawn in version 10: 57 modules on a side', () => {
  const list = listInCode('x'.repeat(MOST_BYTES_OF_LIST - 11), ['1 ä', '12 ö'])
  expect(fitsCode(list, [])).toBe(true)
  expect(codeModules(list).side).toBe(57 + 2 * 4)
  expect(decodeQR(painted(codeModules(list)))).toBe(list)
})

test('four modules on every side stay white', () => {
  const { path, side } = codeModules('KJ4M8T2Q')
  const places = [...path.matchAll(/M(\d+) (\d+)h/g)].flatMap(([, x, y]) => [Number(x), Number(y)])
  expect([Math.min(...places), Math.max(...places)]).toEqual([4, side - 5])
})
