import { memo } from 'react'
import type { TimelineEntry } from '@kairos/shared/hq-views'
import { useHq } from './hq.ts'
import { timelineDays } from './timeline-days.ts'
import { day, moment, time, toldLater } from './words.ts'

/** What tells the kinds apart to the eye, without colour, and to the ear. */
const KIND: Record<TimelineEntry['kind'], [mark: string, word: string]> = {
  event: ['●', 'what happened'],
  run: ['¶', 'what a dialogue did'],
  effect: ['↗', 'what is to be told'],
}
const KINDS: readonly TimelineEntry['kind'][] = ['event', 'run', 'effect']

/** HQ answers with so many at most. */
const MOST = 500

export const Timeline = memo(function Timeline({ entries }: { entries: TimelineEntry[] }) {
  return (
    <section className="timeline" aria-labelledby="timeline">
      <div className="timeline-head">
        <h2 id="timeline">Timeline</h2>
        <p className="legend">
          {KINDS.map((kind) => (
            <span key={kind} data-kind-mark={kind}>
              <b aria-hidden="true">{KIND[kind][0]}</b> {KIND[kind][1]}
            </span>
          ))}
        </p>
      </div>
      {entries.length === 0 && <p className="empty">Nothing has been heard of this customer yet.</p>}
      {timelineDays(entries, day).map(({ key, day, lines }) => (
        <section className="day" key={key} aria-label={day}>
          <h3>{day}</h3>
          <ol>
            {lines.map(({ key, entry }) => (
              <Entry key={key} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
      {entries.length >= MOST && <p className="note">Only the latest {MOST} are shown.</p>}
    </section>
  )
})

function Entry({ entry }: { entry: TimelineEntry }) {
  const { storeName } = useHq()
  const { at, received, kind, what, text, store, dialogue, status } = entry
  const late = entry.history ? undefined : toldLater(at, received)
  const where = [dialogue?.replaceAll('-', ' '), store !== undefined && storeName(store)].filter(
    (each) => typeof each === 'string',
  )
  return (
    <li className="entry" data-kind={kind} data-what={what} data-status={status}>
      <time dateTime={new Date(at).toISOString()} title={moment(at)}>
        {time(at)}
      </time>
      <b className="mark" aria-hidden="true">
        {KIND[kind][0]}
      </b>
      <p>
        <span className="heard-only">{KIND[kind][1]}: </span>
        <span className="text">{text}</span>
        {status !== undefined && (
          <>
            {' '}
            <span className="status">{status === 'due' ? 'due, not sent' : status}</span>
          </>
        )}
        {late !== undefined && (
          <>
            {' '}
            <span className="late" title={`HQ learnt of it ${moment(received)}`}>
              {late}
            </span>
          </>
        )}
        {where.length > 0 && <span className="where">{where.join(' · ')}</span>}
      </p>
    </li>
  )
}
