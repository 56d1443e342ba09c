const minutes = new Intl.NumberFormat('en', { style: 'unit', unit: 'minute', unitDisplay: 'short' })
const hours = new Intl.NumberFormat('en', { style: 'unit', unit: 'hour', unitDisplay: 'short' })
const languageNames = new Intl.DisplayNames('en', { type: 'language' })

/** Every sentence that the tablet itself says to an associate. What to say to customers comes with the prompts. */
const english = {
  /** The language these sentences are in. */
  language: 'en',

  someone: 'A customer',
  inStore: (count: number) => (count === 1 ? '1 customer here' : `${count} customers here`),
  toSay: 'To say now',
  nothingToSay: 'Nothing to say just now.',
  others: 'Also in the store',
  nobodyElse: 'Nobody else.',
  justNow: 'just now',
  since: (passed: number) =>
    passed < 60 ? minutes.format(passed) : `${hours.format(Math.floor(passed / 60))} ${minutes.format(passed % 60)}`,
  speaks: (language: string) => `speaks ${languageNames.of(language) ?? language}`,
  outcomesFor: (who: string) => `What came of it: ${who}`,

  wanted: 'You are wanted',
  guest: 'A guest',
  at: (screen: string) => `at ${screen}`,
  coming: 'I’m coming',
  done: 'Done',
  onTheWay: 'Somebody is on the way.',
  answerTo: (who: string, screen: string) => `${who} at ${screen}`,

  screens: 'Screens',
  screensButton: (muted: number) => (muted === 0 ? 'Screens' : `Screens, ${muted} muted`),
  noScreens: 'No screen has come to this store’s hub yet.',
  muteMeans: 'A muted screen shows nothing but the shop’s name, until somebody unmutes it.',
  muted: 'Muted',
  muteIt: 'Mute',
  unmute: 'Unmute',
  roles: { kiosk: 'Kiosk', cart: 'Smart cart', aisle: 'Aisle screen' },
  close: 'Close',

  emptyTitle: 'Nobody yet',
  emptyBody: 'Customers appear here when they are recognised at a kiosk, a cart or the till.',
  loadingTitle: 'Opening the floor',
  loadingBody: 'Asking the store’s hub who is here.',
  lostTitle: 'The hub is out of reach',
  lostBody: 'Check that this tablet is on the store’s network. It tries again by itself.',
  lostLine: (time: string) => `The hub is out of reach. This is how it was at ${time}; answers wait until it is back.`,
  lineDown: 'Head office line down: everything works, answers are kept.',
  mute: {
    deaf: 'Head office has not been heard for too long: cards and numbers wait until it is. Please tell your service desk.',
    disk: 'The hub cannot keep anything just now: cards and numbers wait until it can. Please tell your service desk.',
  },
  muteTitle: 'Nobody is recognised just now',
  muteBody: 'This tablet stays quiet until that is mended. Everybody is a welcome guest.',
  unreadable: 'The hub speaks a newer version. Reload this page, and tell your service desk if this stays.',

  keeping: (label: string) => `${label}…`,
  kept: (label: string) => `Kept: ${label}`,
  refused: (label: string, why: string) => `“${label}” was not kept: ${why}`,
  noAnswer: 'the hub did not answer.',
  hubAway: 'the hub is out of reach.',
  again: 'Try again',
  leaveIt: 'Leave it',
}

export type Texts = typeof english

const languages = new Map<string, Texts>([['en', english]])

export const textsFor = (language: string): Texts => languages.get(language.split('-', 1)[0] ?? '') ?? english
