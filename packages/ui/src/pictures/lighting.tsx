/** Three pendant lamps; the middle one is lit. */
export function Lighting() {
  return (
    <>
      <path className="f-paper faint" d="M260 560h480l620 1900H-360Z" />
      <g className="slow-1">
        <path className="l-paper" d="M500-2000V230" />
        <path className="f-accent" d="M220 560a280 280 0 0 1 560 0Z" />
        <path className="f-paper" d="M404 560a96 96 0 0 0 192 0Z" />
        <rect className="f-paper" x="462" y="216" width="76" height="76" />
      </g>
      <g className="slow-2">
        <path className="l-paper" d="M128-2000V80M886-2000V330" />
        <path className="f-deep" d="M26 330 88 80h80l62 250Z" />
        <path className="f-accent" d="M92 330a36 36 0 0 0 72 0Z" />
        <circle className="f-deep" cx="886" cy="452" r="124" />
        <rect className="f-accent" x="852" y="320" width="68" height="26" />
      </g>
    </>
  )
}
