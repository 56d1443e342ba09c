import { Button } from '@kairos/ui/button'
import { useScreen } from '../screen-context.ts'
import { Notice } from './notice.tsx'

/** She asked not to be spoken to: what that means, and both answers alike. */
export function QuietAsked() {
  const { texts, send } = useScreen()
  return (
    <Notice title={texts.say('quietAsked.title')} body={texts.say('quietAsked.body')}>
      <Button kind="main" onPress={() => send({ press: 'quietSure' })}>
        {texts.say('quietAsked.yes')}
      </Button>
      <Button kind="other" onPress={() => send({ press: 'cancel' })}>
        {texts.say('quietAsked.no')}
      </Button>
    </Notice>
  )
}

/** From here on nobody speaks to her. */
export function Quiet() {
  const { texts, send } = useScreen()
  return (
    <Notice title={texts.say('quiet.title')} body={texts.say('quiet.body')}>
      <Button kind="other" onPress={() => send({ press: 'leave' })}>
        {texts.say('done')}
      </Button>
    </Notice>
  )
}
