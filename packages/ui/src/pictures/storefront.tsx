const STRIPES = [0, 1, 2, 3, 4, 5, 6, 7]

/** A shop window and a door under one awning. */
export function Storefront() {
  return (
    <>
      <rect className="f-paper" x="-2000" y="-2000" width="5000" height="2900" />
      <rect className="f-deep" x="-2000" y="880" width="5000" height="2000" />
      <rect className="f-ink" x="-2000" y="856" width="5000" height="34" />
      <rect className="f-ink" x="100" y="150" width="800" height="110" />
      <rect className="f-accent" x="270" y="194" width="460" height="22" />
      <rect className="f-ink" x="110" y="430" width="500" height="400" />
      <path className="l-paper" d="M260 430v70" />
      <path className="f-accent" d="M170 590a90 90 0 0 1 180 0Z" />
      <g className="slow-1">
        <path
          className="f-paper"
          d="M430 640c0-40 20-60 44-60s44 20 44 60c0 34 32 60 32 120v70H398v-70c0-60 32-86 32-120Z"
        />
        <path className="f-accent" d="M150 740h190v90H150Z" />
        <path className="l-paper" d="M245 740v-80" />
        <circle className="f-paper" cx="245" cy="650" r="34" />
      </g>
      <path className="f-ink" d="M680 430h210v430H680Z" />
      <path className="f-accent" d="M712 462h146v250H712Z" />
      <circle className="f-paper" cx="724" cy="770" r="14" />
      {STRIPES.map((n) => (
        <path
          key={n}
          className={n % 2 === 0 ? 'f-accent' : 'f-ink'}
          d={`M${140 + n * 90} 260h90L${50 + (n + 1) * 112.5} 430a56.25 56.25 0 0 1-112.5 0Z`}
        />
      ))}
    </>
  )
}
