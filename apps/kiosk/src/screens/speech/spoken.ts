import { never } from '@kairos/shared/result'
import type { Card, ScreenFrame, ScreenState } from '@kairos/shared/screen-state'
import { noteOf } from '../personal/head.tsx'
import { textsFor, type Texts } from '../texts/texts.ts'

export interface Sentence {
  words: string
  /** A BCP 47 tag: the chain's words and the page's may be in different ones. */
  language: string
}

/**
 * How urgently a state is made known to those who hear the page: a shop's window changes by itself and should not be
 * read out each time; time that runs out should be heard at once.
 */
export function politenessOf({ is }: ScreenState): 'off' | 'polite' | 'assertive' {
  if (is === 'attract' || is === 'offline') return 'off'
  return is === 'stillThere' ? 'assertive' : 'polite'
}

const cardSentences = ({ title, body, list = [], asks, language }: Card): Sentence[] =>
  [title, body, ...list, ...asks.map(({ label }) => label)].map((words) => ({ words, language }))

/**
 * What is read to a shopper in speech mode: what the glass says, and less where others would hear what only she should
 * see. No name, no number, no code, and of what is known of her only that it can be read.
 */
function sentencesOf(state: ScreenState, { role, language }: ScreenFrame, texts: Texts): Sentence[] {
  const { say } = texts
  const own = (...words: string[]): Sentence[] => words.map((words) => ({ words, language: texts.language }))
  const chains = (...words: string[]): Sentence[] => words.map((words) => ({ words, language }))
  switch (state.is) {
    case 'attract':
      return own(say(role === 'cart' ? 'attract.callCart' : 'attract.call').replaceAll('\n', ' '))
    case 'keypad':
      return own(
        say('keypad.title'),
        say(state.problem === 'wait' ? 'keypad.wait' : state.problem === 'unknown' ? 'keypad.unknown' : 'keypad.body'),
      )
    case 'message':
      return cardSentences(state.card)
    case 'welcome':
      return chains(state.slides[0]?.title ?? '', state.slides[0]?.body ?? '')
    case 'thanks':
      return chains(state.title, state.body)
    case 'handover':
      return chains(state.handover.title, state.handover.body)
    case 'offline':
      return own(say('offline.note'))
    case 'guest':
      return own(say('guest.call'))
    case 'about':
      return own(say('about.title'), say('about.intro'))
    case 'recognising':
      return own(say('recognising.title'))
    case 'atTill':
      return own(say('atTill.title'))
    case 'closed':
      return state.why === 'muted' ? [] : own(say('closed.title'))
    case 'selfTest':
      return own(say('selfTest.title'), say('selfTest.touch'))
    case 'starting':
    case 'stillThere':
    case 'notThatCard':
    case 'unreadable':
    case 'numberHelp':
    case 'quietAsked':
    case 'quiet':
      return own(say(`${state.is}.title`), say(`${state.is}.body`))
    default:
      return never(state)
  }
}

/** A chain's own sentence can hold a number that nobody meant to be said aloud: a card's, a telephone's. */
const LONG_NUMBER = /\d(?:[\s./-]?\d){4,}/

/** All that is said aloud for a frame, in order. A public screen says nothing. */
export function spokenFor(frame: ScreenFrame, texts: Texts = textsFor(frame.language)): Sentence[] {
  if (frame.role === 'aisle') return []
  const note = noteOf(frame, texts)
  const noted = note === undefined ? [] : [{ words: note, language: texts.language }]
  return [...sentencesOf(frame.state, frame, texts), ...noted].filter(
    ({ words }) => words !== '' && !LONG_NUMBER.test(words),
  )
}
