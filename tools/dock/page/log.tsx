import type { LogLine } from './use-world.ts'

const WORD: Record<LogLine['is'], string> = { asked: '…', done: '✓', problem: 'Not done:' }

/** What was done last and what came of it, the newest first. Its room is kept, so that nothing moves. */
export function Log({ lines, trouble }: { lines: LogLine[]; trouble: boolean }) {
  return (
    <section className="log" aria-labelledby="log">
      <h2 id="log">What came of it</h2>
      {trouble && (
        <p className="trouble" role="alert">
          The dock does not answer. Is <code>npm start</code> still running?
        </p>
      )}
      <ol aria-live="polite" aria-relevant="additions text">
        {lines.map(({ nth, what, is, text }) => (
          <li key={nth} data-is={is}>
            <span className="log-what">{what}</span>{' '}
            <span className="log-text">
              <b>{WORD[is]}</b> {is !== 'asked' && text}
            </span>
          </li>
        ))}
      </ol>
      {lines.length === 0 && !trouble && <p className="quiet">Nothing yet. Swipe a card at the kiosk.</p>}
    </section>
  )
}
