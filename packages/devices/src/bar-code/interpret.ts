import { areDigits } from '../ascii.ts'
import { passesGs1Check, upcAOf } from './check-digit.ts'
import { gs1Elements, type Element } from './gs1.ts'
import { aimOf, symbologyOf, type Symbology } from './symbology.ts'

/** What a scan is. `text` and the elements' values are views of the data. `isArticle`: the scanner and the check digit say that it is one. */
export type Code = { symbology: Symbology; text: Uint8Array; isArticle: boolean; elements?: Element[] }

const ZERO = 0x30

const checked = (symbology: Symbology, text: Uint8Array, digits = text): Code | undefined =>
  passesGs1Check(digits) ? { symbology, text, isArticle: true } : undefined

/** EAN and UPC, by the number of digits; absent where the check digit is wrong. A UPC-A may come as EAN-13 with a zero in front. */
function article(text: Uint8Array, isUpcE: boolean): Code | undefined {
  switch (text.length) {
    case 13:
      return text[0] === ZERO ? checked('upcA', text.subarray(1)) : checked('ean13', text)
    case 12:
      return checked('upcA', text)
    case 8: {
      const upcA = isUpcE ? upcAOf(text) : undefined
      return upcA ? checked('upcE', text, upcA) : checked('ean8', text)
    }
    default:
      return undefined
  }
}

/** Modifiers of `E`: 0 EAN-13 and UPC, 3 the same with an add-on of two or five digits behind, 4 EAN-8 (ISO/IEC 15424). */
function ean(modifier: string, text: Uint8Array): Code | undefined {
  if (!areDigits(text)) return undefined
  switch (modifier) {
    case '0':
      return article(text, true)
    case '3':
      return text.length === 15 || text.length === 18 ? article(text.subarray(0, 13), false) : undefined
    case '4':
      return text.length === 8 ? article(text, false) : undefined
    default:
      return undefined
  }
}

/**
 * Says what a scan is, by its AIM identifier, in front of the data where the scanner puts it there; without one by the
 * look of its digits. Absent for a code that contradicts itself: a wrong check digit, GS1 data that are none.
 */
export function interpret(aim: Uint8Array, data: Uint8Array): Code | undefined {
  const inFront = aimOf(aim) === undefined ? aimOf(data) : undefined
  const identifier = aimOf(aim) ?? inFront
  const text = inFront === undefined ? data : data.subarray(3)
  if (text.length === 0) return undefined
  if (identifier === undefined) {
    const code = areDigits(text) ? article(text, false) : undefined
    // One number in ten passes the check, so without a scanner that says so it proves nothing.
    return code ? { ...code, isArticle: false } : { symbology: 'other', text, isArticle: false }
  }
  const symbology = symbologyOf(identifier)
  if (symbology === 'ean') return ean(identifier.charAt(1), text)
  if (symbology !== 'gs1') return { symbology, text, isArticle: false }
  const elements = gs1Elements(text)
  return elements && { symbology, text, isArticle: false, elements }
}
