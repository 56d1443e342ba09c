import type { Ms } from '@kairos/shared/time'
import { Logo } from '@kairos/ui/logo'
import { useScreen } from '../screen-context.ts'

/** The store is closed, or somebody muted this screen: the chain's mark, and when it goes on, where that is known. */
export function Closed({ why, opens }: { why: 'hours' | 'muted'; opens: Ms | undefined }) {
  const { frame, texts } = useScreen()
  if (why === 'muted')
    return (
      <div className="rest-state">
        <h1 className="heard-only">{frame.store}</h1>
        <p className="mark-alone">
          <Logo />
        </p>
      </div>
    )
  const when = opens === undefined ? undefined : texts.say('closed.opens', { when: texts.date(opens, 'soon') })
  return (
    <div className="rest-state">
      <h1 className="title display" data-length="short">
        {texts.say('closed.title')}
      </h1>
      <p className="body">{when ?? texts.say('closed.body')}</p>
    </div>
  )
}
