/** Folded cloths in a pile, and a sprig of lavender on top. */
export function Linen() {
  return (
    <>
      <rect className="f-paper" x="-2000" y="850" width="5000" height="2000" />
      <path className="f-ink" d="M160 710h640a70 70 0 0 1 0 140H160Z" />
      <path className="f-paper" d="M220 570h600v140H220a70 70 0 0 1 0-140Z" />
      <path className="f-accent" d="M190 430h590a70 70 0 0 1 0 140H190Z" />
      <path className="f-ink" d="M250 290h520v140H250a70 70 0 0 1 0-140Z" />
      <path className="l-paper" d="M160 780h630M270 360h500" />
      <path className="l-ink" d="M230 640h590M190 500h580" />
      <g className="slow-1">
        <path className="l-ink" d="M240 268c140 6 330-24 470-126" />
        <g className="f-accent">
          <ellipse cx="700" cy="112" rx="34" ry="17" transform="rotate(-62 700 112)" />
          <ellipse cx="744" cy="150" rx="34" ry="17" transform="rotate(14 744 150)" />
          <ellipse cx="640" cy="144" rx="34" ry="17" transform="rotate(-72 640 144)" />
          <ellipse cx="690" cy="196" rx="34" ry="17" transform="rotate(24 690 196)" />
          <ellipse cx="576" cy="182" rx="34" ry="17" transform="rotate(-78 576 182)" />
          <ellipse cx="628" cy="236" rx="34" ry="17" transform="rotate(30 628 236)" />
        </g>
      </g>
    </>
  )
}
