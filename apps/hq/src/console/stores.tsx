import type { StoreView, Summary } from '@kairos/shared/hq-views'
import { DialoguesTable } from './dialogues-table.tsx'
import { EffectsDue } from './effects-due.tsx'
import { Erasures } from './erasures.tsx'
import { EventsByType } from './events-by-type.tsx'
import { StoreScreens } from './store-screens.tsx'
import { Behind, StoreSync } from './store-sync.tsx'
import { Table, type Column } from './table.tsx'
import { ago, count, moment } from './words.ts'

/** The chain at a glance: is every store connected, and what are the dialogues doing? */
export function StoresPlace({ summary, stores }: { summary: Summary; stores: StoreView[] }) {
  const down = stores.filter(({ line }) => line === 'down').length
  return (
    <>
      <section aria-labelledby="stores">
        <h1 id="stores">{lineSentence(stores.length, down)}</h1>
        <dl className="figures">
          <Figure name="Customers" n={summary.customers} />
          <Figure name="Events" n={summary.events} />
          <Figure name="Waiting to be folded" n={summary.waiting} />
        </dl>
        <Paused paused={summary.paused} />
        <Sweeping sweep={summary.sweep} />
        <Announcing occasions={summary.occasions} />
        {summary.cleaning === true && (
          <p className="note" role="status" data-cleaning>
            What was erased is being overwritten in head office’s file.
          </p>
        )}
        <StoresTable stores={stores} />
      </section>
      <Erasures />
      <DialoguesTable runs={summary.runs} />
      <div className="side-by-side">
        <EventsByType byType={summary.byType} />
        <EffectsDue due={summary.effectsDue} />
      </div>
    </>
  )
}

/** Nothing that is said anywhere is more urgent to know than that nothing is said. */
function Paused({ paused }: Pick<Summary, 'paused'>) {
  if (!paused) return null
  return (
    <p className="note" role="status" data-paused>
      <b>All speaking is paused</b> since {moment(paused.since)} by {paused.who}
      {paused.note === '' ? '' : `: ${paused.note}`}. Screens show the store’s own content; <code>kairos resume</code>{' '}
      ends it.
    </p>
  )
}

function Sweeping({ sweep }: Pick<Summary, 'sweep'>) {
  if (!sweep) return null
  return (
    <p className="note" role="status" data-sweep>
      Filling what the new playbook asks to remember: {count(sweep.done)} of {count(sweep.of)} customers. Until then it
      begins nothing that depends on it.
    </p>
  )
}

function Announcing({ occasions = [] }: Pick<Summary, 'occasions'>) {
  return occasions.map(({ id, kind, name, done, of, reached }) => (
    <p key={id} className="note" role="status" data-occasion={id}>
      Bringing <b>{name}</b> ({kind}) to the customers whom it concerns: {count(done)} of {count(of)} looked at,{' '}
      {count(reached)} reached.
    </p>
  ))
}

function lineSentence(stores: number, down: number): string {
  if (stores === 0) return 'No store is set up yet'
  if (down === 0) return stores === 1 ? 'The store is connected' : 'No store’s line is down'
  if (down === stores) return stores === 1 ? 'The store’s line is down' : 'Every store’s line is down'
  return `${count(down)} of ${count(stores)} stores ${down === 1 ? 'has its' : 'have their'} line down`
}

function Figure({ name, n }: { name: string; n: number }) {
  return (
    <div data-figure={name}>
      <dt>{name}</dt>
      <dd>{count(n)}</dd>
    </div>
  )
}

const LINE: Record<StoreView['line'], [mark: string, word: string]> = {
  up: ['●', 'up'],
  down: ['○', 'down'],
  never: ['–', 'never connected'],
}

const COLUMNS: Column<StoreView>[] = [
  {
    head: 'Store',
    cell: ({ store, name }) => (
      <>
        {name} <span className="id">{store}</span>
      </>
    ),
  },
  {
    head: 'Line',
    cell: ({ line }) => (
      <span className="line" data-is={line}>
        <span aria-hidden="true">{LINE[line][0]}</span> {LINE[line][1]}
      </span>
    ),
  },
  {
    head: 'Heard',
    cell: ({ heard }, { now }) => (heard === undefined ? '–' : <time title={moment(heard)}>{ago(heard, now)}</time>),
  },
  { head: 'Customers behind', number: true, cell: (store, { now }) => <Behind store={store} now={now} /> },
  { head: 'Sync', cell: (store) => <StoreSync store={store} /> },
  { head: 'Screens', cell: (store) => <StoreScreens store={store} /> },
  { head: 'Customers', number: true, cell: ({ customers }) => count(customers) },
  { head: 'Facts told', number: true, cell: ({ facts }) => count(facts) },
  {
    head: 'Set aside',
    number: true,
    cell: ({ setAside }) => (setAside === 0 ? '0' : <mark title="Facts HQ could not read">{count(setAside)}</mark>),
  },
]

function StoresTable({ stores }: { stores: StoreView[] }) {
  return (
    <Table
      label="Stores and their lines to head office"
      columns={COLUMNS}
      rows={stores}
      rowKey={({ store }) => store}
      rowData={({ store, line }) => ({ 'data-store': store, 'data-line': line })}
      empty="Add a store at head office, then start its hub with the key it is given."
    />
  )
}
