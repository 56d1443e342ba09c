import { encodeTyping } from '../src/keyboard/typing.ts'
import { encodeKey, KEYPAD } from '../src/models/keypad.ts'
import { withCheckDigit } from '../src/payment-cards.fixture.ts'
import { SCANNERS, SWIPERS, WEDGE } from '../src/readers.fixture.ts'
import { encodeMagneSafe, MAGNESAFE_V5 } from '../src/models/magnesafe-v5.ts'
import { encodeFrame } from '../src/idtech-frame.ts'
import { SECUREMAG } from '../src/models/idtech.ts'
import type { VirtualDevice } from '../src/virtual.ts'
import type { Case } from './case.ts'

const CARDS = [
  withCheckDigit('411111111111111'),
  withCheckDigit('37000000000000'),
  withCheckDigit('622848000000000000'),
  withCheckDigit('222100000000000'),
]
const OWN = '771234567890'

function caseOf(why: string, { descriptor, ...device }: VirtualDevice, reports: Uint8Array[], secret?: string): Case {
  const { vendorId, productId, usagePage, usage } = device
  return {
    why,
    device: { vendorId, productId, usagePage, usage },
    layout: 'us',
    reports: reports.map((bytes) => ({ after: 4, hex: bytes })),
    ...(descriptor ? { descriptor } : {}),
    ...(secret === undefined ? {} : { secret }),
  }
}

const CODES: [aim: string, text: string][] = [
  [']E0', '5901234123457'],
  [']E4', '96385074'],
  [']C1', '010952123454321310ABC\u001d21X1'],
  [']Q0', 'https://example.com/'.padEnd(150, 'abcdef')],
  ['', '0013110988'],
]

/** Reports of every model as they are when nothing is wrong with them, with cards of the chain's and of others. */
export const seeds = (): Case[] => [
  ...SWIPERS.flatMap(({ name, device, reports }) => [
    caseOf(`${name}, own card`, device, reports(`%${OWN}^A?`, `;${OWN}=0000?`, '')),
    ...CARDS.map((card) =>
      caseOf(`${name}, payment card`, device, reports(`%B${card}^DOE/J^30121?`, `;${card}=3012?`, ''), card),
    ),
  ]),
  ...SCANNERS.flatMap(({ name, device, reports }) => [
    ...CODES.map(([aim, text]) => caseOf(`${name}, ${aim}`, device, reports(text, aim))),
    ...CARDS.map((card) => caseOf(`${name}, payment card`, device, reports(`ABC:${card}`, ']C0'), card)),
  ]),
  caseOf('wedge, typing', WEDGE, encodeTyping('12345678\b\r')),
  ...CARDS.map((card) =>
    caseOf(
      'keypad',
      KEYPAD,
      Array.from(card)
        .flatMap((digit) => encodeKey(digit as '0'))
        .concat(encodeKey('enter')),
      card,
    ),
  ),
  caseOf('MagneSafe, encrypted', MAGNESAFE_V5, [encodeMagneSafe('%B4^A?', ';4=3?', '', true)]),
  caseOf('ID TECH, encrypted', SECUREMAG, [encodeFrame(['%B4^A?', ';4=3?'], true, true)]),
]
