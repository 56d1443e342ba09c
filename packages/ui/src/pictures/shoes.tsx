const PUMP =
  'M96 742c-4-34 26-52 78-66 92-25 166-66 226-128 10 50 46 78 100 70 110-16 212-106 262-232 8-20 32-18 40 2 34 84 52 150 40 226-6 40-18 62-20 118v38h-52c4-42-4-92-34-132-64 8-96 52-152 94-34 25-74 38-120 38H132c-24 0-34-10-36-28Z'

/** A pair of pumps, seen from the side, on a floor that runs out of the window. */
export function Shoes() {
  return (
    <>
      <rect className="f-deep" x="-2000" y="668" width="5000" height="2000" />
      <path className="f-paper slow-1" d={PUMP} transform="translate(196 -84) scale(.92)" />
      <path className="f-ink slow-2" d={PUMP} />
    </>
  )
}
