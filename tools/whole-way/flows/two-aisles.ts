import type { FilesOf } from '../floor/store.ts'

/** What is said in the two aisles: in each a first message, and a second one for when that is on her cart already. */
export const AISLE_WORDS = {
  wine: { first: 'A bottle from the hill', secondForAll: 'Glasses are on the left' },
  fish: { first: 'A trout of this morning', secondForAll: 'Lemons are on the right' },
  /** Stands in every message that is hers alone. */
  forHer: 'Chosen for',
} as const
type Aisle = 'wine' | 'fish'

const dialogue = (zone: Aisle, name: string, title: string, forAll: string, priority: number) => `dialogue: ${name}
level: 3
begins: { when: visit }
goal: { when: purchase }
holdout: 0
again: always
priority: ${priority}
first: say
steps:
  say:
    channel: screen
    zones: [${zone}]
    message:
      title: ${title}
      body: '${AISLE_WORDS.forHer} {{ customer.first }}'
      public: { title: ${forAll}, body: Here }
    asks: { yes-please: { label: Yes please, next: over } }
    silence: { after: 12h, next: over }
`
const bothIn = (zone: Aisle): Record<string, string> => {
  const { first, secondForAll } = AISLE_WORDS[zone]
  return {
    [`dialogues/${zone}-first.yaml`]: dialogue(zone, `${zone}-first`, first, `${first} for all`, 80),
    [`dialogues/${zone}-second.yaml`]: dialogue(zone, `${zone}-second`, 'Another thing', secondForAll, 20),
  }
}

export const aislesFiles: FilesOf = () => ({
  'chain.yaml': `chain: Hall
language: en
currency: GBP
salt: hall-salt
cards: [{ prefix: '77', digits: 12 }]
stores: { hall: { name: The Hall, timeZone: Europe/London } }
zones:
  wine: { name: Wine, codes: [SHELF-WINE] }
  fish: { name: Fish, codes: [SHELF-FISH] }
general: [{ title: The garden is open, body: Linen for warm evenings }]
`,
  ...bothIn('wine'),
  ...bothIn('fish'),
})
