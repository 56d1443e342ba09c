/** Every sentence that the page itself says to a shopper. What the chain says comes with its messages. */
const english = {
  /** The language these sentences are in. */
  language: 'en',

  hello: (first: string) => `Hello, ${first}`,
  leave: 'Not me / I’m done',
  done: 'I’m done',
  back: 'Back',
  here: (zone: string) => `You’re in ${zone}`,

  call: 'Hold your card to the reader,\nor key your number',
  cartCall: 'Hold your card to the handle, or key your number',
  openKeypad: 'Key your number',

  startingTitle: 'Just a moment',
  startingBody: 'This screen is getting ready.',
  recognisingTitle: 'One moment',

  keypadTitle: 'Key your number',
  keypadBody: 'Your member or phone number.',
  keypadEmpty: 'Nothing keyed yet',
  erase: 'Erase',
  enter: 'OK',
  keypadUnknown: 'We don’t know this number. Have another look?',
  keypadWait: 'Let’s take a short break. Please try again in a minute, or use your card.',

  stillThereTitle: 'Still there?',
  stillThereBody: 'We’ll clear this screen for you in a moment.',
  stay: 'I’m still here',

  notThatCardTitle: 'That was a payment card',
  notThatCardBody: 'Nothing of it was kept. Please use your store card, or key your number.',
  unreadableTitle: 'We couldn’t read that card',
  unreadableBody: 'Try it once more, a little slower, or key your number.',

  offlineTitle: 'Do have a look around',
  offlineNote: 'This screen can’t read cards just now. Everything else in the store is as always.',
}

export type Texts = typeof english

const languages = new Map<string, Texts>([['en', english]])

/** The page's sentences in a language (a BCP 47 tag); English where it is not spoken yet. */
export const textsFor = (language: string): Texts => languages.get(language.split('-', 1)[0] ?? '') ?? english
