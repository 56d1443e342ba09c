import { useState } from 'react'
import type { CustomerId } from '@kairos/shared/ids'
import type { DockState } from '../contract.ts'
import { nameOf, type Person, type Store } from './world.ts'

export type ShoppersProps = {
  state: DockState
  store: Store
  current: Person | undefined
  onChoose: (customer: CustomerId) => void
}

/** More than this nobody reads through; the search finds the others. */
const MOST = 60

export function Shoppers({ state, store, current, onChoose }: ShoppersProps) {
  const [find, setFind] = useState('')
  const found = search(state.people, find)
  // Those at home in the store on show come first; each part keeps the dock's order.
  const ordered = [...found.filter(({ home }) => home === store.store), ...found.filter((p) => p.home !== store.store)]
  const storeName = (id: string) => state.stores.find((each) => each.store === id)?.name ?? id
  return (
    <section className="shoppers" aria-labelledby="who">
      <h2 id="who">Who is shopping?</h2>
      <input
        type="search"
        aria-label="Find a shopper by name, number or tier"
        placeholder="Name, number or tier"
        autoComplete="off"
        spellCheck={false}
        value={find}
        onChange={(event) => setFind(event.target.value)}
      />
      <fieldset aria-label="Shoppers">
        {ordered.slice(0, MOST).map((person) => (
          <label key={person.customer} data-person={person.customer}>
            <input
              type="radio"
              name="shopper"
              checked={person.customer === current?.customer}
              onChange={() => onChoose(person.customer)}
            />
            <span className="person-name">{nameOf(person)}</span>
            <span className="person-number">{person.member}</span>
            <span className="person-about">
              {[person.tier, storeName(person.home), person.card ? 'card' : 'no card'].filter(Boolean).join(' · ')}
            </span>
          </label>
        ))}
        {ordered.length === 0 && <p className="quiet">Nobody here is called that.</p>}
        {ordered.length > MOST && <p className="quiet">And {ordered.length - MOST} more: search.</p>}
      </fieldset>
    </section>
  )
}

function search(people: readonly Person[], find: string): Person[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean)
  return people.filter((person) => {
    const text = [person.first, person.member, person.tier, person.customer].join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
