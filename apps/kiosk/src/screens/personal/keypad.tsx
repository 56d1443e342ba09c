import { Button } from '@kairos/ui/button'
import { useScreen } from '../screen-context.ts'

/** A payment card's number is longer, so it can never be keyed here. */
const MOST_DIGITS = 12
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

/** Digits in groups of three, as one reads a number to somebody. */
const inGroups = (digits: string): string => digits.replaceAll(/(.{3})(?=.)/g, '$1\u2009')

function Key({ digit, full }: { digit: string; full: boolean }) {
  const { send } = useScreen()
  return (
    <Button className="key" kind="other" isDisabled={full} onPress={() => send({ press: 'digit', digit })}>
      {digit}
    </Button>
  )
}

/** Large keys to touch. The keys of a keyboard are the host's: it reads the devices, and would hear them twice. */
export function Keypad({ digits, problem }: { digits: string; problem: 'unknown' | 'wait' | undefined }) {
  const { texts, send } = useScreen()
  const full = digits.length >= MOST_DIGITS
  const words = problem === 'wait' ? texts.keypadWait : problem === 'unknown' ? texts.keypadUnknown : texts.keypadBody
  return (
    <div className="keypad-state">
      <div className="words">
        <h1 className="title display" data-length="short">
          {texts.keypadTitle}
        </h1>
        <p className="body" role="status" data-problem={problem}>
          {words}
        </p>
      </div>
      <output className="keyed figures" dir="ltr" aria-label={digits === '' ? texts.keypadEmpty : undefined}>
        {inGroups(digits)}
        <span className="caret" aria-hidden="true" />
      </output>
      <div className="pad" dir="ltr">
        {DIGITS.map((digit) => (
          <Key key={digit} digit={digit} full={full} />
        ))}
        <Button className="key erase" kind="quiet" isDisabled={digits === ''} onPress={() => send({ press: 'erase' })}>
          {texts.erase}
        </Button>
        <Key digit="0" full={full} />
        <Button className="key enter" kind="main" isDisabled={digits === ''} onPress={() => send({ press: 'enter' })}>
          {texts.enter}
        </Button>
      </div>
      <div className="way-out">
        <Button kind="quiet" onPress={() => send({ press: 'cancel' })}>
          {texts.back}
        </Button>
      </div>
    </div>
  )
}
