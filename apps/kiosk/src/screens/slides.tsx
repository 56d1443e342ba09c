import type { Slide } from '@kairos/shared/screen-state'
import { Picture } from '@kairos/ui/picture'
import { isPictureName } from '@kairos/ui/picture-names'
import { useScreen } from './screen-context.ts'
import { useSlideRotation } from './slide-rotation.ts'
import { slideDensity, titleLength } from './text-density.ts'

/**
 * The store's own content, one slide after another. All slides lie on one another in the same place,
 * so that nothing jumps when they change and the old one stays until the new one covers it.
 */
export function Slides({ slides, greeting, bodies }: { slides: readonly Slide[]; greeting?: string; bodies: boolean }) {
  const { frame } = useScreen()
  const current = useSlideRotation(slides.length)
  return (
    <div className="slides">
      {slides.map((slide, n) => {
        const isCurrent = n === current
        return (
          <article
            key={slide.title}
            className="slide"
            data-current={isCurrent ? '' : undefined}
            data-pictured={isPictureName(slide.picture) ? '' : undefined}
            data-density={bodies ? slideDensity(slide) : undefined}
            aria-hidden={!isCurrent}
          >
            <Picture name={slide.picture} stirring={isCurrent} />
            <div className="words">
              {greeting !== undefined && <p className="greeting">{greeting}</p>}
              <h1 className="title display" data-length={titleLength(slide.title)} lang={frame.language}>
                {slide.title}
              </h1>
              {bodies && slide.body !== '' && (
                <p className="body" lang={frame.language}>
                  {slide.body}
                </p>
              )}
            </div>
          </article>
        )
      })}
    </div>
  )
}
