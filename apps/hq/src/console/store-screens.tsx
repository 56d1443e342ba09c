import type { StoreView } from '@kairos/shared/hq-views'

/** Which screens of a store do not show what they should, by what they themselves prove to show; what is well is not said. */
export function StoreScreens({ store: { hub, line } }: { store: StoreView }) {
  if (!hub) return <span data-screens="unheard">–</span>
  const ill = hub.screens ?? []
  if (ill.length === 0) return <span data-screens="well">{line === 'up' ? 'well' : 'were well'}</span>
  return (
    <ul data-screens="ill">
      {ill.map(({ screen, role, ill: why }) => (
        <li key={screen}>
          {role} <span className="id">{screen}</span>: {why}
        </li>
      ))}
    </ul>
  )
}
