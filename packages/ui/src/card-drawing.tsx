import { Framed } from './picture.tsx'

function StoreCard() {
  return (
    <>
      <g transform="rotate(-9 500 470)">
        <rect className="f-ink" x="150" y="246" width="700" height="440" rx="36" />
        <rect className="f-accent" x="150" y="330" width="700" height="84" />
        <rect className="f-paper" x="226" y="476" width="300" height="24" />
        <rect className="f-paper" x="226" y="522" width="180" height="24" />
      </g>
      <rect className="f-paper" x="-2000" y="612" width="5000" height="2400" />
      <rect className="f-ink" x="90" y="600" width="820" height="26" rx="13" />
      <path className="f-accent" d="m500 700 58 76H442Z" />
    </>
  )
}

function PaymentCard() {
  return (
    <>
      <g transform="rotate(-9 500 500)">
        <rect className="f-paper" x="130" y="270" width="740" height="460" rx="36" />
        <rect className="f-accent" x="206" y="420" width="130" height="100" rx="16" />
        <path className="l-ink" d="M206 470h130M271 420v100" />
        <path className="l-ink" d="M206 610h110M356 610h110M506 610h110M656 610h110" />
      </g>
      <path className="l-ink wide" d="M170 830 830 170" />
    </>
  )
}

/** The store's own card, going into the reader; or a payment card, which is not meant. */
export function CardDrawing({ of }: { of: 'store' | 'payment' }) {
  const draw = of === 'store' ? StoreCard : PaymentCard
  return <Framed name={`${of}-card`} ground={of === 'store' ? 'deep' : 'accent'} draw={draw} stirring={false} />
}

function CardBack() {
  const bars = [0, 30, 44, 82, 112, 126, 164, 202, 216, 254, 284, 322, 336, 366]
  return (
    <g transform="rotate(-6 500 500)">
      <rect className="f-ink" x="110" y="250" width="780" height="500" rx="36" />
      <rect className="f-paper" x="180" y="330" width="480" height="220" />
      {bars.map((x, n) => (
        <rect key={x} className="f-ink" x={220 + x} y="360" width={n % 3 === 0 ? 20 : 10} height="160" />
      ))}
      <path className="l-paper" d="M190 640h60M280 640h60M370 640h60M460 640h60" />
      <ellipse className="l-accent wide" cx="355" cy="640" rx="262" ry="76" />
    </g>
  )
}

/** The back of a store card, and where its number stands. */
export function NumberDrawing() {
  return <Framed name="number-on-card" ground="accent" draw={CardBack} stirring={false} />
}
