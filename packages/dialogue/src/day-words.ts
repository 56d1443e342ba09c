/** One for each language that texts are written in: making one takes longer than all the rest of a rendering. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(language: string): Intl.DateTimeFormat {
  const known = formats.get(language)
  if (known) return known
  const options = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const
  // A language that this machine does not know, or that is none, is not a reason to say nothing.
  const format = new Intl.DateTimeFormat([...supported(language), 'en-GB'], options)
  formats.set(language, format)
  return format
}

function supported(language: string): string[] {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(language)
  } catch {
    return []
  }
}

/** A day, `2025-03-27`, as a text in a language says it: `Thursday 27 March`, `Donnerstag, 27. März`. */
export const dayInWords = (date: string, language: string): string =>
  formatFor(language).format(new Date(`${date}T00:00Z`))
