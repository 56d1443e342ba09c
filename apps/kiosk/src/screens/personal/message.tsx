import { useRef } from 'react'
import { listInCode } from '@kairos/shared/list-code'
import type { Card } from '@kairos/shared/screen-state'
import { Button } from '@kairos/ui/button'
import { directionOf } from '@kairos/ui/direction'
import { Picture } from '@kairos/ui/picture'
import { isPictureName } from '@kairos/ui/picture-names'
import { useProofOfDisplay } from '../display/proof-of-display.ts'
import { useScreen } from '../screen-context.ts'
import { isDense, titleLength } from '../text-density.ts'
import { CodeFigure } from './code-figure.tsx'

function Figure({ card: { code, list, title, picture } }: { card: Card }) {
  if (code !== undefined) return <CodeFigure code={code} />
  // A list stands in letters beside its code already.
  if (list !== undefined) return <CodeFigure code={listInCode(title, list)} isInWords />
  return <Picture name={picture} />
}

/** One message, one thing to do, and an easy no. */
export function Message({ card, first }: { card: Card; first: string | undefined }) {
  const { texts, send } = useScreen()
  const title = useRef<HTMLHeadingElement>(null)
  useProofOfDisplay(card.ref, title, send)
  const dense = isDense(card)
  const pictured = card.code !== undefined || card.list !== undefined || (isPictureName(card.picture) && !dense)
  const speech = { lang: card.language, dir: directionOf(card.language) }
  return (
    <article
      className="message"
      data-pictured={pictured ? '' : undefined}
      data-dense={dense ? '' : undefined}
      data-listed={card.list === undefined ? undefined : ''}
    >
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
        {card.list !== undefined && (
          <ul className="list" {...speech}>
            {card.list.map((line, n) => (
              <li key={n}>{line}</li>
            ))}
          </ul>
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
