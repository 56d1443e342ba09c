import type { Card } from '@kairos/shared/screen-state'
import { Button } from '@kairos/ui/button'
import { directionOf } from '@kairos/ui/direction'
import type { Outcome } from './outcomes.ts'
import { VisitorLine, type VisitorLineProps } from './visitor-line.tsx'

interface PromptProps extends VisitorLineProps {
  prompt: Card
  outcome: Outcome | undefined
  isHubThere: boolean
  onOutcome: (response: string, label: string) => void
  onDrop: () => void
}

function Outcomes({ prompt, visitor, texts, isHubThere, onOutcome }: PromptProps) {
  return (
    <div className="outcomes" role="group" aria-label={texts.outcomesFor(visitor.first ?? texts.someone)}>
      {prompt.asks.map((ask, n) => (
        <Button
          key={ask.response}
          kind={n === 0 ? 'accent' : 'other'}
          response={ask.response}
          isDisabled={!isHubThere}
          onPress={() => onOutcome(ask.response, ask.label)}
        >
          {ask.label}
        </Button>
      ))}
    </div>
  )
}

function Refused({ outcome, texts, onOutcome, onDrop }: PromptProps & { outcome: Outcome }) {
  return (
    <div className="refused" role="alert">
      <p>{texts.refused(outcome.label, outcome.why ?? '')}</p>
      <div className="outcomes">
        <Button kind="main" onPress={() => onOutcome(outcome.input.response, outcome.label)}>
          {texts.again}
        </Button>
        <Button onPress={onDrop}>{texts.leaveIt}</Button>
      </div>
    </div>
  )
}

/** One thing to say to one customer, as a person would say it, and what came of it. */
export function Prompt(props: PromptProps) {
  const { visitor, prompt, outcome, now, texts, language } = props
  const isDone = outcome !== undefined && outcome.is !== 'refused'
  return (
    <article
      className="prompt"
      data-visit={visitor.visit}
      data-outcome={outcome?.is}
      data-done={isDone ? '' : undefined}
    >
      <VisitorLine visitor={visitor} now={now} texts={texts} language={language} />
      <h2 className="why">{prompt.title}</h2>
      {isDone ? (
        <p className="done" role="status">
          {outcome.is === 'pending' ? texts.keeping(outcome.label) : texts.kept(outcome.label)}
        </p>
      ) : (
        <>
          <p className="say display" lang={prompt.language} dir={directionOf(prompt.language)}>
            {prompt.body}
          </p>
          {outcome === undefined ? <Outcomes {...props} /> : <Refused {...props} outcome={outcome} />}
        </>
      )}
    </article>
  )
}
