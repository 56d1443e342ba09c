const STRIPES = [0, 1, 2, 3, 4, 5, 6, 7]

/** A shop window and a door under one awning. */
export function Storefront() {
  return (
    <>
      <rect className="f-deep" x="-2000" y="-2000" width="5000" height="2900" />
      <rect className="f-paper" x="-2000" y="870" width="5000" height="2000" />
      <rect className="f-ink" x="-2000" y="852" width="5000" height="30" />
      <rect className="f-ink" x="110" y="138" width="780" height="122" />
      <rect className="f-accent" x="290" y="188" width="420" height="22" />
      <rect className="f-ink" x="110" y="400" width="510" height="452" />
      <rect className="f-paper" x="146" y="400" width="438" height="416" />
      <g className="slow-1">
        <path className="f-ink" d="M188 636h150v180H188Z" />
        <path className="l-ink" d="M222 640v-34a41 41 0 0 1 82 0v34" />
        <path className="f-accent" d="M188 700h150v34H188Z" />
        <path className="l-ink" d="M470 660V520M462 640l-56-84M478 640l56-84" />
        <circle className="f-accent" cx="470" cy="506" r="40" />
        <circle className="f-accent" cx="398" cy="546" r="30" />
        <circle className="f-accent" cx="542" cy="546" r="30" />
        <path className="f-ink" d="M424 640h92l22 96c8 36-8 80-42 80h-52c-34 0-50-44-42-80Z" />
      </g>
      <path className="f-ink" d="M680 400h210v452H680Z" />
      <path className="f-accent" d="M716 400h138v330H716Z" />
      <circle className="f-paper" cx="728" cy="778" r="14" />
      {STRIPES.map((n) => (
        <path
          key={n}
          className={n % 2 === 0 ? 'f-accent' : 'f-ink'}
          d={`M${140 + n * 90} 260h90L${50 + (n + 1) * 112.5} 420a56.25 56.25 0 0 1-112.5 0Z`}
        />
      ))}
    </>
  )
}
