import { useScreen } from '../screen-context.ts'

export function Starting() {
  const { texts } = useScreen()
  return (
    <div className="plain-state">
      <h1 className="title display">{texts.startingTitle}</h1>
      <p className="body">{texts.startingBody}</p>
    </div>
  )
}
