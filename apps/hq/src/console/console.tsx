import { useState, type ReactNode } from 'react'
import { summarySchema, type StoreView, type Summary } from '@kairos/shared/hq-views'
import { never } from '@kairos/shared/result'
import type { Clock } from '@kairos/shared/time'
import { keepToken } from '@kairos/ui/page/fragment-token'
import type { Polled } from '@kairos/ui/page/polled'
import { AskToken } from './ask-token.tsx'
import { CustomerPlace } from './customer.tsx'
import { CustomersPlace } from './customers.tsx'
import { HqContext, known, storesSchema, useRead, type Hq } from './hq.ts'
import { hashOf, usePlace, type Place } from './place.ts'
import { StoresPlace } from './stores.tsx'
import { LineToHq, NothingYet } from './trouble.tsx'
import { count, moment } from './words.ts'

export type ConsoleProps = { clock: Clock; token: string | undefined }

export function Console({ clock, token: brought }: ConsoleProps) {
  const [token, setToken] = useState(brought)
  const take = (typed: string) => {
    keepToken(window, typed)
    setToken(typed)
  }
  if (token === undefined) return <AskToken why="none" onToken={take} />
  return <Frame key={token} clock={clock} token={token} onToken={take} />
}

type FrameProps = { clock: Clock; token: string; onToken: (token: string) => void }

function Frame({ clock, token, onToken }: FrameProps) {
  const place = usePlace()
  const summary = useRead('/v1/summary', summarySchema, { clock, token })
  const stores = useRead('/v1/stores', storesSchema, { clock, token })
  const chain = known(summary)
  const names = known(stores)
  const now = chain?.now ?? clock.now()
  const hq: Hq = {
    token,
    clock,
    now,
    storeName: (id) => names?.find(({ store }) => store === id)?.name ?? id,
  }
  if (summary.is === 'trouble' && summary.why === 'denied') return <AskToken why="denied" onToken={onToken} />
  return (
    <HqContext value={hq}>
      <div className="frame">
        <header className="head">
          <p className="whose">
            <strong>{chain?.chain ?? 'Kairos'}</strong> <span>head office</span>
          </p>
          <nav aria-label="Places">
            <PlaceLink to={{ is: 'stores' }} current={place.is === 'stores'}>
              Stores
            </PlaceLink>
            <PlaceLink to={{ is: 'customers', find: '' }} current={place.is !== 'stores'}>
              Customers
            </PlaceLink>
          </nav>
          <div className="when">
            <p>
              {chain ? (
                <>
                  <time dateTime={new Date(chain.now).toISOString()}>{moment(chain.now)}</time>
                  {chain.playbook > 0 && <span> · playbook {count(chain.playbook)}</span>}
                </>
              ) : (
                '\u00a0'
              )}
            </p>
            <LineToHq polled={summary} />
          </div>
        </header>
        <main id="place">
          <Here place={place} summary={summary} stores={stores} />
        </main>
      </div>
    </HqContext>
  )
}

type HereProps = { place: Place; summary: Polled<Summary>; stores: Polled<StoreView[]> }

function Here({ place, summary, stores }: HereProps) {
  switch (place.is) {
    case 'stores': {
      const [chain, rows] = [known(summary), known(stores)]
      if (!chain || !rows) return <NothingYet polled={chain ? stores : summary} />
      return <StoresPlace summary={chain} stores={rows} />
    }
    case 'customers':
      return <CustomersPlace find={place.find} />
    case 'customer':
      return <CustomerPlace key={place.customer} customer={place.customer} />
    default:
      return never(place)
  }
}

function PlaceLink({ to, current, children }: { to: Place; current: boolean; children: ReactNode }) {
  return (
    <a href={hashOf(to)} aria-current={current ? 'page' : undefined}>
      {children}
    </a>
  )
}
