import { useState } from 'react'
import type { SelfCheck } from '@kairos/shared/screen-state'
import { Button } from '@kairos/ui/button'
import { useScreen } from '../screen-context.ts'
import { playTone } from './tone.ts'

const RINGS = ['top-start', 'top-end', 'centre', 'bottom-start', 'bottom-end'] as const

/** The corners and the centre, where a badly fitted glass fails first. */
function Rings({ touched, touch }: { touched: ReadonlySet<string>; touch: (ring: string) => void }) {
  const { texts } = useScreen()
  return RINGS.map((ring, n) => (
    <Button
      key={ring}
      kind={touched.has(ring) ? 'main' : 'other'}
      className={`ring ring-${ring}`}
      label={texts.say('selfTest.ring', { n: n + 1 })}
      onPress={() => touch(ring)}
    >
      {texts.number(n + 1)}
    </Button>
  ))
}

function Check({ what, is, words }: SelfCheck) {
  const { texts } = useScreen()
  return (
    <li data-is={is}>
      <span className="check-what">{texts.say('selfTest.what', { what })}</span>{' '}
      <span className="check-is">{texts.say('selfTest.is', { is })}</span> <span className="check-words">{words}</span>
    </li>
  )
}

/** What can be pressed: a tone first asks whether it was heard, for the machine itself cannot tell. */
function Foot() {
  const { texts, send } = useScreen()
  const [isPlayed, setIsPlayed] = useState(false)
  const say = (heard: boolean) => () => {
    setIsPlayed(false)
    send({ press: 'tried', heard })
  }
  const play = () => {
    playTone()
    setIsPlayed(true)
  }
  if (isPlayed)
    return (
      <>
        <Button kind="main" onPress={say(true)}>
          {texts.say('selfTest.heard')}
        </Button>
        <Button kind="other" onPress={say(false)}>
          {texts.say('selfTest.silent')}
        </Button>
      </>
    )
  return (
    <>
      <Button kind="other" className="play-tone" onPress={play}>
        {texts.say('selfTest.sound')}
      </Button>
      <Button kind="main" onPress={() => send({ press: 'cancel' })}>
        {texts.say('selfTest.close')}
      </Button>
    </>
  )
}

/** For the installer: what the host found, and what only somebody in front of the glass can see, touch and hear. */
export function SelfTest({ checks }: { checks: readonly SelfCheck[] }) {
  const { texts, send } = useScreen()
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const touch = (ring: string) => {
    const now = new Set([...touched, ring])
    setTouched(now)
    send({ press: 'tried', rings: now.size })
  }
  const size = { width: innerWidth, height: innerHeight, ratio: texts.number(devicePixelRatio) }
  return (
    <div className="self-test">
      <Rings touched={touched} touch={touch} />
      <div className="self-test-seen">
        <h1 className="self-test-title display">{texts.say('selfTest.title')}</h1>
        <p className="note" role="status">
          {touched.size === 0
            ? texts.say('selfTest.touch')
            : texts.say('selfTest.touched', { left: RINGS.length - touched.size })}
        </p>
        <div className="colours" role="img" aria-label={texts.say('selfTest.colours')}>
          {['red', 'green', 'blue', 'steps', 'lines'].map((colour) => (
            <span key={colour} className={colour} />
          ))}
        </div>
        <p className="note">{texts.say('selfTest.size', size)}</p>
      </div>
      <div className="self-test-found">
        <ul className="checks">
          {checks.map((check) => (
            <Check key={check.what} {...check} />
          ))}
        </ul>
        <div className="self-test-foot">
          <Foot />
        </div>
      </div>
    </div>
  )
}
