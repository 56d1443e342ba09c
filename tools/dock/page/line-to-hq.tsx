import type { Act, Store } from './world.ts'

/** The store's line to head office, drawn as what it is: a line, with a switch in it. */
export function LineToHq({ store: { store, name, line }, act }: { store: Store; act: Act }) {
  const toggle = () =>
    act({ do: 'line', store, up: !line }, line ? `${name}’s line to HQ is cut` : `${name}’s line to HQ is mended`)
  return (
    <div className="line-to-hq" data-line={line ? 'up' : 'cut'}>
      <span className="wire" aria-hidden="true" />
      <button
        type="button"
        role="switch"
        aria-checked={line}
        aria-label="Line to HQ"
        data-do="line"
        data-store={store}
        onClick={toggle}
      >
        <span className="knife" aria-hidden="true" />
        <span>
          Line to HQ: <b>{line ? 'up' : 'cut'}</b>
        </span>
        <span className="quiet">{line ? 'Cut it' : 'Mend it'}</span>
      </button>
      <span className="wire" aria-hidden="true" />
      <p className="hub quiet">
        <span>{name}’s hub</span>
      </p>
    </div>
  )
}
