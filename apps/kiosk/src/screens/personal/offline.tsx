import type { Slide } from '@kairos/shared/screen-state'
import { useScreen } from '../screen-context.ts'
import { Slides } from '../slides.tsx'

/** The hub or the page's own host cannot be reached: the window stays dressed, and one calm line says what does not work. */
export function Offline({ slides }: { slides: readonly Slide[] }) {
  const { texts } = useScreen()
  if (slides.length === 0)
    return (
      <Slides
        slides={[{ title: texts.say('offline.title'), body: texts.say('offline.note'), picture: 'storefront' }]}
        bodies
      />
    )
  return (
    <>
      <Slides slides={slides} bodies />
      <div className="call">
        <p className="note">{texts.say('offline.note')}</p>
      </div>
    </>
  )
}
