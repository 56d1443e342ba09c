import { Button } from '@kairos/ui/button'
import { useScreen } from '../screen-context.ts'
import { Notice } from './notice.tsx'

/** An answer was taken. */
export function Thanks({ title, body }: { title: string; body: string }) {
  const { frame, texts, send } = useScreen()
  return (
    <Notice title={title} body={body} lang={frame.language}>
      <Button kind="other" onPress={() => send({ press: 'leave' })}>
        {texts.say('done')}
      </Button>
    </Notice>
  )
}
