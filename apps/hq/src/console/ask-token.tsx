import { useState } from 'react'

export type AskTokenProps = { why: 'none' | 'denied'; onToken: (token: string) => void }

/** HQ answers only to those who bring its token; this says where to find it. */
export function AskToken({ why, onToken }: AskTokenProps) {
  const [typed, setTyped] = useState('')
  return (
    <main className="ask-token" data-ask-token={why}>
      <h1>{why === 'none' ? 'This page needs a token' : 'HQ does not accept this token'}</h1>
      <p>
        {why === 'none'
          ? 'HQ shows customers only to those who bring its token.'
          : 'It may be from before HQ was set up anew, or of another HQ.'}{' '}
        When it starts, HQ prints the console’s address, which ends in <code>#token=…</code>: open that address, or
        paste the token here. It is kept for this tab only.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim() !== '') onToken(typed.trim())
        }}
      >
        <label>
          Token
          <input
            type="password"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <button type="submit">Open the console</button>
      </form>
    </main>
  )
}
