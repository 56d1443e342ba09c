const LEAF = 'M0 0C-120-90-150-250 0-420 150-250 120-90 0 0Z'

/** A pot and what grows out of it. */
export function Garden() {
  return (
    <>
      <rect className="f-paper" x="-2000" y="860" width="5000" height="2000" />
      <g className="slow-1">
        <path className="f-ink" d={LEAF} transform="translate(492 640) rotate(-64) scale(1.02)" />
        <path className="f-ink" d={LEAF} transform="translate(508 640) rotate(62) scale(1.02)" />
        <path className="f-paper" d={LEAF} transform="translate(494 640) rotate(-31) scale(1.2)" />
        <path className="f-paper" d={LEAF} transform="translate(506 640) rotate(30) scale(1.2)" />
        <path className="f-ink" d={LEAF} transform="translate(500 640) scale(1.3)" />
        <path className="l-accent" d="M500 620V190M480 612 294 300M520 612l184-314" />
      </g>
      <path className="f-accent" d="M286 620h428v92H286Zm34 92h360l-44 232H364Z" />
      <path className="f-ink" d="M320 712h360l-8 40H328Z" />
    </>
  )
}
