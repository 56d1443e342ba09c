import type { Document } from './document.ts'
import { useHq } from './hq.ts'
import { ago, date, moment } from './words.ts'

export function RunningDialogues({ document }: { document: Document }) {
  const { now } = useHq()
  const running = document.runs.filter(({ ended }) => ended === undefined)
  return (
    <section aria-labelledby="running">
      <h2 id="running">{running.length === 0 ? 'In no dialogue' : 'In dialogue'}</h2>
      <ul className="running">
        {running.map(({ dialogue, occasion, about, step, since, due, held, begun }) => (
          <li key={`${dialogue}/${occasion}`} data-run={dialogue}>
            <strong>{dialogue.replaceAll('-', ' ')}</strong>
            {about !== undefined && ` about ${about}`}
            {held && (
              <>
                {' '}
                <span className="held">held out: it runs mute, to compare with</span>
              </>
            )}
            <br />
            at <em>{step.replaceAll('-', ' ')}</em>, {ago(since, now)}; begun {date(begun)}
            {due !== undefined && (
              <>
                ; moves on <time title={moment(due)}>{due > now ? ago(due, now) : 'now'}</time> if nothing is heard
              </>
            )}
          </li>
        ))}
      </ul>
      {document.nextDue !== undefined && (
        <p className="note">
          Next looked at {moment(document.nextDue)}
          {document.nextDue > now && `, ${ago(document.nextDue, now)}`}.
        </p>
      )}
    </section>
  )
}
