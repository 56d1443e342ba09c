/** A pear, an aubergine and a plum on the counter. */
export function Grocery() {
  return (
    <>
      <rect className="f-deep" x="-2000" y="820" width="5000" height="2000" />
      <g className="slow-1">
        <path
          className="f-paper"
          d="M366 236c64 0 92 56 98 132 8 96 128 160 128 292 0 116-98 196-226 196S140 776 140 660c0-132 120-196 128-292 6-76 34-132 98-132Z"
        />
        <path className="l-ink" d="M366 246c-4-60 6-104 36-146" />
        <path className="f-ink" d="M396 168c44-74 120-96 200-70-34 78-110 116-200 70Z" />
        <path className="l-accent" d="M232 590c-22 66 0 132 54 164" />
      </g>
      <g className="slow-2">
        <path
          className="f-ink"
          d="M842 262c52 6 84 46 72 104-18 90-20 150-24 242-6 144-86 246-216 246-112 0-186-78-186-176 0-112 96-150 166-214 54-50 84-104 104-152 18-40 46-54 84-50Z"
        />
        <path className="f-paper" d="m828 240 30-104 52 18-38 100Z" />
        <path
          className="f-paper"
          d="M706 330c10-72 62-118 126-112 66 6 108 62 94 150-28-36-58-40-82-4-16-46-46-54-72-14-14-34-38-42-66-20Z"
        />
      </g>
      <circle className="f-accent" cx="424" cy="762" r="98" />
      <path className="l-ink" d="M424 676c14 30 12 64-4 96" />
    </>
  )
}
