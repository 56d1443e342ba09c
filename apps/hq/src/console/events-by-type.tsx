import { count } from './words.ts'

/** In the order of a customer's life, not of size: rows that change places are hard to watch. */
const TYPES: readonly [type: string, words: string][] = [
  ['profile', 'Profile told'],
  ['visit', 'Came into a store'],
  ['walked', 'Walked to a zone'],
  ['shown', 'Was shown a message'],
  ['response', 'Answered'],
  ['purchase', 'Bought'],
  ['return', 'Brought back'],
  ['left', 'Left the store'],
  ['consent', 'Gave or withdrew consent'],
]

export function EventsByType({ byType }: { byType: Record<string, number> }) {
  const others = Object.keys(byType).filter((type) => !TYPES.some(([each]) => each === type))
  const rows = [...TYPES, ...others.toSorted().map((type): [string, string] => [type, type])]
  const most = Math.max(1, ...Object.values(byType))
  return (
    <section aria-labelledby="events">
      <h2 id="events">What did customers do?</h2>
      <dl className="bars">
        {rows.map(([type, words]) => {
          const n = byType[type] ?? 0
          return (
            <div key={type} data-type={type}>
              <dt>{words}</dt>
              <dd>
                <span className="bar" style={{ inlineSize: `${(n / most) * 100}%` }} />
                <span className="bar-n">{count(n)}</span>
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}
