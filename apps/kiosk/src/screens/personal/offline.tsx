import type { Slide } from '@kairos/shared/screen-state'
import { useScreen } from '../screen-context.ts'
import { Slides } from '../slides.tsx'

/** The hub or the page's own host cannot be reached: the window stays dressed, and one calm line says what does not work. */
export function Offline({ slides }: { slides: readonly Slide[] }) {
  const { texts } = useScreen()
  if (slides.length === 0)
    return <Slides slides={[{ title: texts.offlineTitle, body: texts.offlineNote, picture: 'storefront' }]} bodies />
  return (
    <>
      <Slides slides={slides} bodies />
      <div className="call">
        <p className="note">{texts.offlineNote}</p>
      </div>
    </>
  )
}
