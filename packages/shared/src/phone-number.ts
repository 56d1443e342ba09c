import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { z } from 'zod'

/** A country whose numbering plan we know, ISO 3166-1 alpha-2: that of a number written without one. */
export const countrySchema = z.string().refine(isSupportedCountry, 'a country, as two capital letters: GB, DE, US')
export type Country = z.infer<typeof countrySchema>

/**
 * A phone number as E.164 has it: `+`, country, number, 15 digits at the most. `country` is that of numbers written
 * nationally. Absent for what its country's plan does not have: too short, too long, or no such area.
 */
export function e164(written: string, country: string | undefined): string | undefined {
  const known = country !== undefined && isSupportedCountry(country) ? country : undefined
  const number = parsePhoneNumberFromString(written, known)
  return number?.isPossible() === true && number.ext === undefined ? number.number : undefined
}
