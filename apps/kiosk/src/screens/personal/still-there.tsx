import { useEffect, useState } from 'react'
import { SECOND, type Ms } from '@kairos/shared/time'
import { Button } from '@kairos/ui/button'
import { useClock } from '@kairos/ui/clock-context'
import { useScreen } from '../screen-context.ts'

/** Counts down between two frames of the host; the host decides when time is up. */
function useCountdown(seconds: number): number {
  const clock = useClock()
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    const begun: Ms = clock.now()
    let cancel: () => void
    const tick = (passed: number) => {
      setLeft(Math.max(0, seconds - passed))
      if (passed < seconds) cancel = clock.at(begun + (passed + 1) * SECOND, () => tick(passed + 1))
    }
    cancel = () => {}
    tick(0)
    return () => cancel()
  }, [clock, seconds])
  return left
}

/** Nobody has touched the screen for a while: a warning, and one simple way to stay. */
export function StillThere({ seconds }: { seconds: number }) {
  const { texts, send } = useScreen()
  const left = useCountdown(seconds)
  return (
    <div className="notice-state" data-figured="">
      <p className="countdown display figures" aria-hidden="true">
        {left}
      </p>
      <div className="words">
        <h1 className="title display" data-length="short">
          {texts.say('stillThere.title')}
        </h1>
        <p className="body">{texts.say('stillThere.body')}</p>
      </div>
      <div className="asks">
        <Button kind="main" onPress={() => send({ press: 'stay' })}>
          {texts.say('stillThere.stay')}
        </Button>
        <Button kind="other" onPress={() => send({ press: 'leave' })}>
          {texts.say('done')}
        </Button>
      </div>
    </div>
  )
}
