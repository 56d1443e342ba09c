import { useState } from 'react'
import type { CustomerId, StoreId } from '@kairos/shared/ids'
import type { Clock } from '@kairos/shared/time'
import type { DockState } from '../contract.ts'
import { Floor } from './floor.tsx'
import { InStore } from './in-store.tsx'
import { Log } from './log.tsx'
import { Shoppers } from './shoppers.tsx'
import { TimePasses } from './time-passes.tsx'
import { useWorld, type World } from './use-world.ts'
import type { Store } from './world.ts'

export function DockPage({ clock, token }: { clock: Clock; token: string | undefined }) {
  if (token === undefined) {
    return (
      <Nothing title="This page needs a token">
        <p>
          Open the address that <code>npm start</code> printed: it ends in <code>#token=…</code>
        </p>
      </Nothing>
    )
  }
  return <Dock clock={clock} token={token} />
}

function Dock({ clock, token }: { clock: Clock; token: string }) {
  const world = useWorld(token, clock)
  const { polled } = world
  const state = polled.is === 'loading' ? undefined : polled.value
  if (polled.is === 'trouble' && polled.why === 'denied') {
    return (
      <Nothing title="The dock does not accept this token">
        <p>
          It is from an earlier start. Open the address that <code>npm start</code> printed last.
        </p>
      </Nothing>
    )
  }
  if (!state) {
    return polled.is === 'loading' ? (
      <Nothing title="Opening the store …" />
    ) : (
      <Nothing title="The dock does not answer">
        <p>
          Start it with <code>npm start</code>. This page goes on by itself as soon as it is there.
        </p>
      </Nothing>
    )
  }
  return <Workbench state={state} world={world} />
}

function Nothing({ title, children }: { title: string; children?: React.ReactNode }) {
  return (
    <main className="nothing">
      <h1>{title}</h1>
      {children}
    </main>
  )
}

function Workbench({ state, world }: { state: DockState; world: World }) {
  const [chosenStore, chooseStore] = useState<StoreId>()
  const [chosenPerson, choosePerson] = useState<CustomerId>()
  const store = state.stores.find((each) => each.store === chosenStore) ?? state.stores[0]
  const person =
    state.people.find(({ customer }) => customer === chosenPerson) ??
    state.people.find(({ home, card }) => home === store?.store && card) ??
    state.people[0]
  if (!store) return <Nothing title="This chain has no store yet" />
  const { act, log, polled } = world
  const trouble = polled.is === 'trouble'
  return (
    <div className="workbench">
      <header className="top">
        <h1>
          {state.chain} <span>dock</span>
        </h1>
        <StoreTabs stores={state.stores} current={store} onChoose={chooseStore} />
        <TimePasses now={state.now} act={act} trouble={trouble} />
      </header>
      <aside className="controls" aria-label="What people do">
        <Shoppers state={state} store={store} current={person} onChoose={choosePerson} />
        {person && <InStore store={store} person={person} categories={state.categories} act={act} />}
        <Log lines={log} trouble={trouble} />
      </aside>
      <Floor console={state.console} store={store} person={person} act={act} />
    </div>
  )
}

type StoreTabsProps = { stores: Store[]; current: Store; onChoose: (store: StoreId) => void }

function StoreTabs({ stores, current, onChoose }: StoreTabsProps) {
  return (
    <nav className="store-tabs" aria-label="Stores">
      {stores.map(({ store, name, line }) => (
        <button
          key={store}
          type="button"
          data-tab={store}
          aria-current={store === current.store ? 'true' : undefined}
          onClick={() => onChoose(store)}
        >
          {name}
          {!line && <span className="cut-off"> line cut</span>}
        </button>
      ))}
    </nav>
  )
}
