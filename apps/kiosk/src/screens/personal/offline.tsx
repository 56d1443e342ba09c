import type { Slide } from '@kairos/shared/screen-state'
import { useScreen } from '../screen-context.ts'
import { Slides } from '../slides.tsx'

/** The hub or the page's own host cannot be reached: the window stays dressed, and one calm line says what does not work. */
export function Offline({ slides }: { slides: readonly Slide[] }) {
  const { texts } = useScreen()
  if (slides.length === 0) {
    return (
      <div className="plain-state">
        <h1 className="title display">{texts.offlineTitle}</h1>
        <p className="body">{texts.offlineNote}</p>
      </div>
    )
  }
  return (
    <>
      <Slides slides={slides} bodies />
      <div className="call">
        <p className="note">{texts.offlineNote}</p>
      </div>
    </>
  )
}
