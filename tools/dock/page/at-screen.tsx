import { useState, type ReactNode } from 'react'
import { nameOf, type Act, type Person, type Store } from './world.ts'

export type AtScreenProps = {
  screen: Store['screens'][number]
  person: Person
  act: Act
  /** What only this kind of screen has. */
  children?: ReactNode
}

/** What is done at a kiosk's or cart's card reader and keypad. */
export function AtScreen({ screen: { screen, role }, person, act, children }: AtScreenProps) {
  const [typed, setTyped] = useState<string>()
  const number = typed ?? person.member
  const name = nameOf(person)
  return (
    <div className="at-screen" role="group" aria-label={`At the ${role}`}>
      <button
        type="button"
        className="main"
        data-do="swipe"
        data-screen={screen}
        disabled={!person.card}
        title={person.card ? undefined : `${name} carries no card: key her number`}
        onClick={() => act({ do: 'swipe', screen, person: person.customer }, `${name} swipes at the ${role}`)}
      >
        {person.card ? 'Swipe card' : 'No card'}
      </button>
      <button
        type="button"
        data-do="swipePaymentCard"
        data-screen={screen}
        aria-label={`Swipe a bank card by mistake at the ${role}`}
        title="Swipe a bank card by mistake"
        onClick={() => act({ do: 'swipePaymentCard', screen }, `A bank card, by mistake, at the ${role}`)}
      >
        Bank card
      </button>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (/^\d{1,12}$/.test(number)) act({ do: 'key', screen, number }, `${number} keyed at the ${role}`)
        }}
      >
        <input
          aria-label={`Number to key at the ${role}`}
          data-number={screen}
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          value={number}
          onChange={(event) => setTyped(event.target.value.replace(/\D/g, ''))}
        />
        <button type="submit" data-do="key" data-screen={screen}>
          Key it
        </button>
      </form>
      {children}
    </div>
  )
}
