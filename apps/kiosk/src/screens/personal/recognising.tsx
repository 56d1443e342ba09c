import { useScreen } from '../screen-context.ts'

export function Recognising() {
  const { texts } = useScreen()
  return (
    <div className="plain-state">
      <h1 className="title display">{texts.say('recognising.title')}</h1>
      <span className="waiting" aria-hidden="true" />
    </div>
  )
}
