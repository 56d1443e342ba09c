import type { Key } from '@kairos/devices/device-event'
import { Button } from '@kairos/ui/button'
import { useScreen } from '../screen-context.ts'

/** So many stand on the glass: the last ones of a longer number. */
const MOST_SHOWN = 12
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** Digits in groups of three, as one reads a number to somebody. */
const inGroups = (digits: string): string => digits.replaceAll(/(.{3})(?=.)/g, '$1\u2009')

function DigitKey({ digit }: { digit: Key }) {
  const { send } = useScreen()
  return (
    <Button className="key" kind="other" onPress={() => send({ press: 'key', key: digit })}>
      {digit}
    </Button>
  )
}

/** Large keys to touch. Those of a keyboard come in beside the glass: `page-reader.ts`. */
export function Keypad({ digits, problem }: { digits: string; problem: 'unknown' | 'wait' | undefined }) {
  const { texts, send } = useScreen()
  const words =
    problem === 'wait'
      ? texts.say('keypad.wait')
      : problem === 'unknown'
        ? texts.say('keypad.unknown')
        : texts.say('keypad.body')
  return (
    <div className="keypad-state">
      <div className="words">
        <h1 className="title display" data-length="short">
          {texts.say('keypad.title')}
        </h1>
        <p className="body" role="status" data-problem={problem}>
          {words}
        </p>
      </div>
      <output className="keyed figures" dir="ltr" aria-label={digits === '' ? texts.say('keypad.empty') : undefined}>
        {inGroups(digits.slice(-MOST_SHOWN))}
        <span className="caret" aria-hidden="true" />
      </output>
      <div className="pad" dir="ltr">
        {DIGITS.map((digit) => (
          <DigitKey key={digit} digit={digit} />
        ))}
        <Button
          className="key erase"
          kind="quiet"
          isDisabled={digits === ''}
          onPress={() => send({ press: 'key', key: 'erase' })}
        >
          {texts.say('keypad.erase')}
        </Button>
        <DigitKey digit="0" />
        <Button
          className="key enter"
          kind="main"
          isDisabled={digits === ''}
          onPress={() => send({ press: 'key', key: 'enter' })}
        >
          {texts.say('keypad.enter')}
        </Button>
      </div>
    </div>
  )
}
