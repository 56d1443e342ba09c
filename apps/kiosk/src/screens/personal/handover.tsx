import type { Handover as Handed } from '@kairos/shared/screen-state'
import { Button } from '@kairos/ui/button'
import { useScreen } from '../screen-context.ts'
import { CodeFigure } from './code-figure.tsx'
import { Notice } from './notice.tsx'

/** Something that she takes with her: a code that a till or her own telephone reads. */
export function Handover({ handover }: { handover: Handed }) {
  const { frame, texts, send } = useScreen()
  const { title, body, code, until } = handover
  const end = until === undefined ? undefined : texts.say('handover.until', { until: texts.date(until, 'day') })
  return (
    <Notice
      title={title}
      body={body}
      lang={frame.language}
      figure={<CodeFigure code={code} />}
      more={
        end !== undefined && (
          <p className="note" lang={texts.language}>
            {end}
          </p>
        )
      }
    >
      <Button kind="other" onPress={() => send({ press: 'leave' })}>
        {texts.say('done')}
      </Button>
    </Notice>
  )
}

/** A cart: her basket went to the till, which takes it over by this code. */
export function AtTill({ code, items }: { code: string; items: number }) {
  const { texts, send } = useScreen()
  return (
    <Notice
      title={texts.say('atTill.title')}
      body={texts.say('atTill.body', { items })}
      figure={<CodeFigure code={code} />}
    >
      <Button kind="other" onPress={() => send({ press: 'leave' })}>
        {texts.say('done')}
      </Button>
    </Notice>
  )
}
