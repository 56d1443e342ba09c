import { NETWORKS } from '@kairos/devices/payment-card'

export type BankCard = { network: string; number: string }

/** The check digit of ISO/IEC 7812-1, annex B, written another way than the guard's. */
function withCheckDigit(number: string): string {
  const sum = Array.from(number)
    .toReversed()
    .map((digit, at) => (at % 2 === 0 ? ([0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)] ?? 0) : Number(digit)))
    .reduce((total, each) => total + each, 0)
  return number + String((10 - (sum % 10)) % 10)
}

/** Digits that stand in no other place: of a fixed sequence that looks random (multiplicative, by Park and Miller). */
function digitsFrom(seed: number): () => string {
  let state = seed
  return () => String((state = (state * 48_271) % 2_147_483_647) % 10)
}

/**
 * A test number of every range and every length that the guard's table has: nobody's, made anew from the table, so that
 * a network that is added is tested too.
 */
export const BANK_CARDS: readonly BankCard[] = NETWORKS.flatMap(([network, ranges, lengths], row) =>
  ranges.flatMap(([from], range) =>
    lengths.map((length) => {
      const digit = digitsFrom(1_000_003 * (row + 1) + 7_919 * range + length)
      const middle = Array.from({ length: length - `${from}`.length - 1 }, digit).join('')
      return { network, number: withCheckDigit(`${from}${middle}`) }
    }),
  ),
)

/** The three tracks of a bank card (ISO/IEC 7813 and 4909). */
export const tracksOf = (number: string): [string, string, string] => [
  `%B${number}^NOBODY/NO^30121010000000000?`,
  `;${number}=30121010000000000?`,
  `;01${number}=00000000000000000000000000?`,
]

/** Every run of so many digits of each number: a piece that long is a leak. */
export function piecesOf(cards: readonly BankCard[], length: number): ReadonlyMap<string, BankCard> {
  const pieces = new Map<string, BankCard>()
  for (const card of cards)
    for (let at = 0; at + length <= card.number.length; at++) pieces.set(card.number.slice(at, at + length), card)
  return pieces
}
