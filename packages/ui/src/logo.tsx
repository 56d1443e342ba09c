import './logo.css'

/** The chain's mark and name, both from the theme's tokens, in the size and colour of the text around it. */
export function Logo() {
  return (
    <span className="logo" dir="ltr">
      <span className="logo-mark" aria-hidden="true" />
      <span className="logo-name" />
    </span>
  )
}
