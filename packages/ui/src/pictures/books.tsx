/** A shelf of spines, one leaning on the others. */
export function Books() {
  return (
    <>
      <rect className="f-ink" x="-2000" y="852" width="5000" height="44" />
      <rect className="f-ink" x="60" y="212" width="150" height="640" />
      <rect className="f-accent" x="92" y="280" width="86" height="150" />
      <rect className="f-paper" x="210" y="130" width="112" height="722" />
      <rect className="f-ink" x="210" y="226" width="112" height="20" />
      <rect className="f-ink" x="210" y="262" width="112" height="20" />
      <rect className="f-ink" x="210" y="720" width="112" height="20" />
      <rect className="f-accent" x="322" y="300" width="176" height="552" />
      <circle className="f-ink" cx="410" cy="430" r="46" />
      <rect className="f-ink" x="356" y="690" width="108" height="20" />
      <rect className="f-paper" x="498" y="236" width="84" height="616" />
      <rect className="f-ink" x="532" y="300" width="16" height="300" />
      <g transform="rotate(-10 697 852) translate(85 0)">
        <rect className="f-ink" x="612" y="188" width="148" height="664" />
        <rect className="f-accent" x="612" y="270" width="148" height="28" />
        <rect className="f-accent" x="612" y="748" width="148" height="28" />
        <circle className="f-paper" cx="686" cy="520" r="40" />
      </g>
      <rect className="f-paper" x="822" y="760" width="420" height="92" />
      <rect className="f-accent" x="846" y="676" width="360" height="84" />
    </>
  )
}
