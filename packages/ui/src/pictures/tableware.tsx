/** A place laid for one, from above. */
export function Tableware() {
  return (
    <>
      <rect className="f-deep" x="-2000" y="720" width="5000" height="3000" />
      <circle className="f-paper" cx="500" cy="500" r="292" />
      <circle className="l-ink" cx="500" cy="500" r="212" />
      <g className="slow-1">
        <circle className="f-ink" cx="500" cy="500" r="148" />
        <path className="f-accent" d="M500 352a148 148 0 0 1 0 296c50-41 76-91 76-148s-26-107-76-148Z" />
      </g>
      <g className="slow-2">
        <path
          className="f-ink"
          d="M54 200h20v150h24V200h20v150h24V200h20v180c0 38-14 62-36 72v348H90V452c-22-10-36-34-36-72Z"
        />
        <path className="f-ink" d="M868 200c52 34 78 120 78 236 0 46-14 74-42 84v280h-36Z" />
      </g>
    </>
  )
}
