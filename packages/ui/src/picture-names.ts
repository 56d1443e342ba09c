/** The names that a message or slide may give as its `picture`. */
export const pictureNames = [
  'shoes',
  'tableware',
  'linen',
  'grocery',
  'lighting',
  'garden',
  'gifts',
  'books',
  'storefront',
] as const

export type PictureName = (typeof pictureNames)[number]

const known: ReadonlySet<string> = new Set(pictureNames)

/** Whether a name has a drawing, so that a page can lay itself out without one. */
export const isPictureName = (name: string | undefined): name is PictureName => name !== undefined && known.has(name)
