import type { Identity } from './identity.ts'
import { e164 } from './phone-number.ts'

/** Drops what people and printers put between the characters, and folds case. */
const folded = (value: string): string =>
  value
    .normalize('NFKC')
    .replaceAll(/[\s.\-/()]/g, '')
    .toUpperCase()

/**
 * One form for every way of writing an identity, so that one hash finds it. `country` is that of phone numbers
 * written nationally. A phone number of no known plan is folded like any other: it still finds its like.
 */
export function normaliseIdentity({ kind, value }: Identity, country?: string): Identity {
  switch (kind) {
    case 'card':
    case 'member':
      return { kind, value: folded(value) }
    case 'phone':
      return { kind, value: e164(value.normalize('NFKC'), country) ?? folded(value) }
    case 'qr':
      // A code is read by machines: what stands in it, case and all, is what was printed.
      return { kind, value: value.normalize('NFC').trim() }
    default:
      return kind satisfies never
  }
}

/** What a keyed number may be: a member number, and a phone number where it is one in this country. */
export function readingsOf(identity: Identity, country?: string): Identity[] {
  const phone = identity.kind === 'member' ? e164(identity.value.normalize('NFKC'), country) : undefined
  return phone === undefined ? [identity] : [identity, { kind: 'phone', value: phone }]
}
