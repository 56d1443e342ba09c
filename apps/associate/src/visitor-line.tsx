import type { Visitor } from '@kairos/shared/tablet-state'
import { MINUTE, type Ms } from '@kairos/shared/time'
import type { Texts } from './texts.ts'

export interface VisitorLineProps {
  visitor: Visitor
  now: Ms
  texts: Texts
  language: string
}

const primary = (language: string) => language.split('-', 1)[0]

export function passedSince(since: Ms, now: Ms, texts: Texts): string {
  const minutes = Math.max(0, Math.floor((now - since) / MINUTE))
  return minutes === 0 ? texts.justNow : texts.since(minutes)
}

/** Who, where, since when. */
export function VisitorLine({ visitor, now, texts, language }: VisitorLineProps) {
  const foreign = visitor.language !== undefined && primary(visitor.language) !== primary(language)
  return (
    <div className="visitor-line">
      <div className="who">
        <span className="first">{visitor.first ?? texts.someone}</span>
        {visitor.tier !== undefined && <span className="tier">{visitor.tier}</span>}
        {visitor.zone !== undefined && <span className="zone">{visitor.zone}</span>}
        {foreign && visitor.language !== undefined && <span className="speaks">{texts.speaks(visitor.language)}</span>}
      </div>
      <span className="since figures">{passedSince(visitor.since, now, texts)}</span>
    </div>
  )
}
