import { useScreen } from '../screen-context.ts'
import { Slides } from '../slides.tsx'

/** Before the hub has said what to show: the shop itself, and that something will come. */
export function Starting() {
  const { texts } = useScreen()
  return (
    <Slides
      slides={[{ title: texts.say('starting.title'), body: texts.say('starting.body'), picture: 'storefront' }]}
      bodies
    />
  )
}
