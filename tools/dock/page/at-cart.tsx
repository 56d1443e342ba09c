import { useState } from 'react'
import type { ScreenId } from '@kairos/shared/ids'
import type { Act, Store } from './world.ts'

export type AtCartProps = { screen: ScreenId; zones: Store['zones']; act: Act }

/** What a cart's scanner reads: the codes on shelves, which tell where it is, and things that are laid into it. */
export function AtCart({ screen, zones, act }: AtCartProps) {
  const [nth, setNth] = useState(0)
  const shelves = zones.flatMap(({ code, name }) => (code === undefined ? [] : [{ code, name }]))
  const scan = () => {
    setNth(nth + 1)
    act({ do: 'basket', screen, nth }, 'Something is laid into the cart')
  }
  return (
    <div className="at-cart">
      <select
        aria-label="Scan a shelf with the cart"
        data-do="shelf"
        value=""
        onChange={({ target }) => {
          const shelf = shelves.find(({ code }) => code === target.value)
          if (shelf) act({ do: 'shelf', screen, code: shelf.code }, `The cart scans a shelf in ${shelf.name}`)
        }}
      >
        <option value="" disabled>
          Shelf …
        </option>
        {shelves.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      <button type="button" data-do="basket" aria-label="+ item: scan something into the cart" onClick={scan}>
        + item
      </button>
    </div>
  )
}
