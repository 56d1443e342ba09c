import { z } from 'zod'
import { erasureSchema } from '../customers/messages.ts'
import { known, useHq, useRead } from './hq.ts'
import { count, moment } from './words.ts'

const erasuresSchema = z.array(erasureSchema)
/** More of them are a list for the command. */
const MOST_SHOWN = 20

/** Erasures that not every store has read; nothing where none waits. Nobody is named: nobody knows any more who it was. */
export function Erasures() {
  const hq = useHq()
  const waiting = (known(useRead('/v1/erasures', erasuresSchema, hq)) ?? []).filter((each) => each.waiting.length > 0)
  if (waiting.length === 0) return null
  return (
    <section aria-labelledby="erasures">
      <h2 id="erasures">
        {waiting.length === 1 ? 'One erasure waits' : `${count(waiting.length)} erasures wait`} for stores that have not
        read of it
      </h2>
      <ul>
        {waiting.slice(0, MOST_SHOWN).map(({ name, at, who, waiting: stores }) => (
          <li key={name} data-erasure={name}>
            <time dateTime={new Date(at).toISOString()}>{moment(at)}</time>, by {who}: waits for{' '}
            {stores.map(hq.storeName).join(', ')}
          </li>
        ))}
      </ul>
      {waiting.length > MOST_SHOWN && (
        <p>
          <code>kairos erasures</code> lists all of them.
        </p>
      )}
    </section>
  )
}
