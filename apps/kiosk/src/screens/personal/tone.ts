/** A tone that every small loudspeaker can make: 660 Hz, for half a second. */
const TONE = { pitch: 660, seconds: 0.5, loudness: 0.2 }

/** Sounds once through the screen's loudspeaker; nothing where the browser has none. */
export function playTone(): void {
  if (typeof AudioContext === 'undefined') return
  const context = new AudioContext()
  const source = new OscillatorNode(context, { frequency: TONE.pitch })
  source.connect(new GainNode(context, { gain: TONE.loudness })).connect(context.destination)
  source.addEventListener('ended', () => void context.close(), { once: true })
  source.start()
  source.stop(context.currentTime + TONE.seconds)
}
