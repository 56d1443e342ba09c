export type Article = { sku: string; name: string; category: string; /** Pence. */ price: number }

/** What Marlow & Finch sell, by category: name and price in pounds. */
const RANGE: Record<string, readonly (readonly [name: string, pounds: string])[]> = {
  shoes: [
    ['Canvas plimsolls, navy', '24.00'],
    ['Leather loafers, tan', '68.00'],
    ['Chelsea boots, black', '89.00'],
    ['Ankle boots, suede', '79.00'],
    ['Felt slippers, grey', '22.00'],
    ['Garden clogs, green', '28.00'],
    ['Ballet flats, red', '45.00'],
    ['Walking shoes, brown', '95.00'],
    ['Children’s wellies, yellow', '18.00'],
    ['Espadrilles, striped', '32.00'],
  ],
  tableware: [
    ['Stoneware mug, oat', '9.50'],
    ['Dinner plate, speckled', '14.00'],
    ['Pasta bowl, blue rim', '13.50'],
    ['Enamel jug, cream', '18.00'],
    ['Wine glass, hand-blown', '12.00'],
    ['Cake stand, glass', '34.00'],
    ['Teapot for two', '36.00'],
    ['Bread board, ash', '28.00'],
    ['Cutlery set, 16 pieces', '75.00'],
    ['Egg cup, robin', '6.50'],
  ],
  linen: [
    ['Tea towel, ticking stripe', '8.50'],
    ['Bath towel, white', '24.00'],
    ['Linen napkins, set of 4', '26.00'],
    ['Tablecloth, natural', '58.00'],
    ['Cushion cover, herringbone', '22.00'],
    ['Duvet cover, double', '95.00'],
    ['Pillowcases, pair', '32.00'],
    ['Lambswool throw', '72.00'],
    ['Apron, indigo', '29.00'],
  ],
  grocery: [
    ['Seville marmalade', '4.25'],
    ['Damson jam', '4.50'],
    ['Oat biscuits, tin', '7.95'],
    ['English breakfast tea', '5.50'],
    ['Ground coffee, house', '7.25'],
    ['Honey, heather', '8.75'],
    ['Dark chocolate, sea salt', '3.95'],
    ['Ginger cordial', '5.95'],
    ['Rapeseed oil', '6.50'],
    ['Chutney, spiced pear', '4.75'],
    ['Shortbread, petticoat tails', '5.25'],
  ],
  lighting: [
    ['Table lamp, brass', '85.00'],
    ['Pendant shade, rattan', '62.00'],
    ['Dinner candles, set of 6', '12.00'],
    ['Storm lantern', '38.00'],
    ['Tealight holder, recycled glass', '7.50'],
    ['Fairy lights, copper wire', '16.00'],
    ['Scented candle, fig', '24.00'],
    ['Reading lamp, green', '74.00'],
  ],
  garden: [
    ['Hand fork, ash handle', '16.50'],
    ['Watering can, 5 litres', '32.00'],
    ['Terracotta pot, 20 cm', '11.00'],
    ['Twine in a tin', '8.00'],
    ['Wildflower seeds', '3.50'],
    ['Bird feeder, copper', '26.00'],
    ['Kneeling pad', '14.00'],
    ['Secateurs', '34.00'],
    ['Picnic rug, tweed', '48.00'],
    ['Herb planter, zinc', '22.00'],
  ],
  gifts: [
    ['Birthday card, hare', '3.25'],
    ['Wrapping paper, 3 sheets', '6.00'],
    ['Soap, lavender', '7.50'],
    ['Silk scarf, finch print', '42.00'],
    ['Key ring, leather', '12.50'],
    ['Gift box, tea for one', '24.00'],
    ['Hand cream, neroli', '14.00'],
    ['Bunting, cotton', '18.00'],
    ['Playing cards, birds', '9.50'],
  ],
  books: [
    ['The kitchen garden', '22.00'],
    ['One-pot suppers', '20.00'],
    ['Walks by the water', '14.99'],
    ['Notebook, cloth bound', '12.00'],
    ['Week planner', '16.00'],
    ['Birds of the harbour', '18.99'],
    ['The bread book', '25.00'],
    ['Pencils, set of 6', '8.50'],
  ],
  toys: [
    ['Wooden train', '34.00'],
    ['Rag doll, Finch', '26.00'],
    ['Jigsaw, lighthouse', '15.00'],
    ['Spinning top, tin', '9.00'],
    ['Building blocks, beech', '29.00'],
    ['Kite, swallow', '17.50'],
    ['Finger puppets, woodland', '14.00'],
    ['Skipping rope', '8.50'],
  ],
  home: [
    ['Storage basket, seagrass', '28.00'],
    ['Wall clock, station', '54.00'],
    ['Picture frame, oak', '19.50'],
    ['Coat hooks, cast iron', '24.00'],
    ['Doormat, coir', '26.00'],
    ['Vase, bud', '13.00'],
    ['Mirror, round', '88.00'],
    ['Hot water bottle, knitted', '27.00'],
    ['Log basket', '65.00'],
  ],
}

export const CATEGORIES: readonly string[] = Object.keys(RANGE)

/** The number on its bar-code: one of those that a chain gives to its own things (EAN-13, prefix 20). */
export function eanOf({ category, sku }: Pick<Article, 'category' | 'sku'>): string {
  const digits = `20${`${CATEGORIES.indexOf(category)}`.padStart(4, '0')}${sku.slice(-3).padStart(6, '0')}`
  const sum = Array.from(digits).reduce((all, digit, n) => all + Number(digit) * (n % 2 === 0 ? 1 : 3), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

/** The articles of one category; none of a category that the chain does not sell. */
export const articlesOf = (category: string): readonly Article[] =>
  (RANGE[category] ?? []).map(([name, pounds], index) => ({
    sku: `${category.slice(0, 3).toUpperCase()}-${`${index + 1}`.padStart(3, '0')}`,
    name,
    category,
    price: Number(pounds.replace('.', '')),
  }))
