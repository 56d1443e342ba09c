import type { Sentence } from './spoken.ts'

/** What speaks: a browser's own voice, or whatever stands in for it. */
export interface Speaker {
  say: (sentences: readonly Sentence[]) => void
  /** Falls silent at once, and forgets what it had still to say. */
  stop: () => void
}

const silent: Speaker = { say() {}, stop() {} }

/** The browser's voice; silence where it has none. */
export function browserSpeaker(): Speaker {
  if (typeof speechSynthesis === 'undefined' || typeof SpeechSynthesisUtterance === 'undefined') return silent
  return {
    say(sentences) {
      for (const { words, language } of sentences) {
        const utterance = new SpeechSynthesisUtterance(words)
        utterance.lang = language
        speechSynthesis.speak(utterance)
      }
    },
    stop: () => speechSynthesis.cancel(),
  }
}
