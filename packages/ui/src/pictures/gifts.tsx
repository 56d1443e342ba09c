/** Two parcels, one upon the other, with a bow. */
export function Gifts() {
  return (
    <>
      <rect className="f-deep" x="-2000" y="866" width="5000" height="2000" />
      <rect className="f-ink" x="150" y="560" width="700" height="306" />
      <rect className="f-deep" x="610" y="560" width="92" height="306" />
      <g className="slow-1">
        <rect className="f-paper" x="246" y="300" width="480" height="260" />
        <rect className="f-ink" x="440" y="300" width="84" height="260" />
        <path className="f-ink" d="M482 300C420 150 300 110 262 176c-36 62 60 116 220 124Z" />
        <path className="f-ink" d="M482 300c62-150 182-190 220-124 36 62-60 116-220 124Z" />
        <path
          className="f-accent"
          d="M440 276c-60-66-118-90-136-66-16 24 42 52 136 66Zm84 0c60-66 118-90 136-66 16 24-42 52-136 66Z"
        />
        <rect className="f-ink" x="444" y="262" width="76" height="60" rx="12" />
      </g>
    </>
  )
}
