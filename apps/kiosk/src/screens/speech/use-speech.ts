import { createContext, useContext, useEffect, useEffectEvent } from 'react'
import type { ScreenFrame } from '@kairos/shared/screen-state'
import type { Texts } from '../texts/texts.ts'
import { browserSpeaker, type Speaker } from './speaker.ts'
import { spokenFor } from './spoken.ts'

/** Which voice a page speaks with; the browser's own unless somebody hands down another. */
export const SpeakerContext = createContext<Speaker>(browserSpeaker())

/** Reads every state to her who asked for it. What was begun for one state is not finished in the next. */
export function useSpeech(frame: ScreenFrame, texts: Texts): void {
  const speaker = useContext(SpeakerContext)
  const sentences = frame.comfort?.speech === true ? spokenFor(frame, texts) : []
  const speak = useEffectEvent((_said: string) => speaker.say(sentences))
  // A keyed digit or a second of a countdown is a new frame, and nothing new to say.
  const said = `${frame.state.is} ${JSON.stringify(sentences)}`
  const isSpeaking = sentences.length > 0
  useEffect(() => {
    if (!isSpeaking) return undefined
    speak(said)
    return () => speaker.stop()
  }, [said, isSpeaking, speaker])
}
