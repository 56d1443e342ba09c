import { Button } from '@kairos/ui/button'
import { useScreen } from '../screen-context.ts'
import { titleLength } from '../text-density.ts'

/** An answer was taken. */
export function Thanks({ title, body }: { title: string; body: string }) {
  const { frame, texts, send } = useScreen()
  return (
    <div className="notice-state">
      <div className="words" lang={frame.language}>
        <h1 className="title display" data-length={titleLength(title)}>
          {title}
        </h1>
        {body !== '' && <p className="body">{body}</p>}
      </div>
      <div className="asks">
        <Button kind="other" onPress={() => send({ press: 'leave' })}>
          {texts.done}
        </Button>
      </div>
    </div>
  )
}
