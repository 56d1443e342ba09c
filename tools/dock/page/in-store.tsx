import { useState } from 'react'
import type { DockState } from '../contract.ts'
import { nameOf, type Act, type Person, type Store } from './world.ts'

export type InStoreProps = { store: Store; person: Person; categories: DockState['categories']; act: Act }

/** What the chosen shopper does in the store on show, away from any screen. */
export function InStore({ store, person, categories, act }: InStoreProps) {
  const [chosen, choose] = useState<string>()
  const category = categories.find((each) => each.category === chosen) ?? categories[0]
  const who = { store: store.store, person: person.customer }
  const name = nameOf(person)
  return (
    <section className="in-store" aria-labelledby="in-store">
      <h2 id="in-store">
        {name} in {store.name}
      </h2>
      <p className="quiet" id="walk-to">
        Walk to
      </p>
      <div className="zones" role="group" aria-labelledby="walk-to">
        {store.zones.map(({ zone, name: zoneName }) => (
          <button
            key={zone}
            type="button"
            data-do="walk"
            data-zone={zone}
            onClick={() => act({ do: 'walk', ...who, zone }, `${name} walks to ${zoneName}`)}
          >
            {zoneName}
          </button>
        ))}
      </div>
      <div className="pay">
        <label>
          <span className="quiet">Buy</span>
          <select value={category?.category ?? ''} onChange={(event) => choose(event.target.value)}>
            {categories.map((each) => (
              <option key={each.category} value={each.category}>
                {each.name}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          data-do="pay"
          disabled={!category}
          onClick={() => {
            if (category) act({ do: 'pay', ...who, category: category.category }, `${name} pays for ${category.name}`)
          }}
        >
          Pay
        </button>
        <button type="button" data-do="leave" onClick={() => act({ do: 'leave', ...who }, `${name} leaves`)}>
          Leave
        </button>
      </div>
    </section>
  )
}
