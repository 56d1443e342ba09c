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
