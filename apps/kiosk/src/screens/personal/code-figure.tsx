import { CodeSquare } from '@kairos/ui/code-square'
import { useScreen } from '../screen-context.ts'

/** So many letters at a time are read aloud, or compared with what a till shows. */
const GROUP = /(.{4})(?=.)/g
/** A code without a break in it, short enough to be read out. */
const IS_SHORT = /^[A-Z\d]{4,16}$/

/** What stands below the code for people: a short one in groups, an address without what every address begins with. */
export const codeInLetters = (code: string): string =>
  IS_SHORT.test(code) ? code.replaceAll(GROUP, '$1\u00a0') : code.replace(/^https?:\/\//, '')

/**
 * A code in the place of a picture, large enough for a telephone at arm's length, and in letters below, unless what is
 * in it stands beside it in words.
 */
export function CodeFigure({ code, isInWords = false }: { code: string; isInWords?: boolean }) {
  const { texts } = useScreen()
  return (
    <div className="code-figure" data-long={IS_SHORT.test(code) ? undefined : ''}>
      <CodeSquare code={code} label={texts.say('code.label')} />
      {!isInWords && (
        <p className="code-letters figures" dir="ltr">
          {codeInLetters(code)}
        </p>
      )}
    </div>
  )
}
