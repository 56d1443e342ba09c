import { useRef } from 'react'
import type { Card } from '@kairos/shared/screen-state'
import { Button } from '@kairos/ui/button'
import { directionOf } from '@kairos/ui/direction'
import { Picture } from '@kairos/ui/picture'
import { isPictureName } from '@kairos/ui/picture-names'
import { useProofOfDisplay } from '../display/proof-of-display.ts'
import { useScreen } from '../screen-context.ts'
import { isDense, titleLength } from '../text-density.ts'
import { CodeFigure } from './code-figure.tsx'

function Figure({ card }: { card: Card }) {
  return card.code === undefined ? <Picture name={card.picture} /> : <CodeFigure code={card.code} />
}

/** One message, one thing to do, and an easy no. */
export function Message({ card, first }: { card: Card; first: string | undefined }) {
  const { texts, send } = useScreen()
  const title = useRef<HTMLHeadingElement>(null)
  useProofOfDisplay(card.ref, title, send)
  const dense = isDense(card)
  const pictured = card.code !== undefined || (isPictureName(card.picture) && !dense)
  const speech = { lang: card.language, dir: directionOf(card.language) }
  return (
    <article className="message" data-pictured={pictured ? '' : undefined} data-dense={dense ? '' : undefined}>
      {pictured && <Figure card={card} />}
      <div className="words">
        {first !== undefined && <p className="greeting">{texts.say('hello', { first })}</p>}
        <h1
          ref={title}
          className="title display"
          data-length={titleLength(card.title)}
          data-message={JSON.stringify(card.ref)}
          {...speech}
        >
          {card.title}
        </h1>
        {card.body !== '' && (
          <p className="body" {...speech}>
            {card.body}
          </p>
        )}
      </div>
      {card.asks.length > 0 && (
        <div className="asks" data-count={card.asks.length}>
          {card.asks.map((ask, n) => (
            <Button
              key={ask.response}
              kind={n === 0 ? 'main' : 'other'}
              response={ask.response}
              onPress={() => send({ press: 'answer', ref: card.ref, response: ask.response })}
              {...speech}
            >
              {ask.label}
            </Button>
          ))}
        </div>
      )}
    </article>
  )
}
