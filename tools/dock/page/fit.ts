/** The surfaces of the dock: their real size in CSS pixels, and how much of it they get on a full-size floor. */
export const SURFACES = {
  kiosk: { width: 1080, height: 1920, share: 0.405 },
  aisle: { width: 1920, height: 1080, share: 0.209 },
  tablet: { width: 800, height: 1280, share: 0.47 },
  console: { width: 1060, height: 1000, share: 0.53 },
  cart: { width: 1024, height: 600, share: 0.4 },
} as const
export type Surface = keyof typeof SURFACES

/** How thick each bezel is on a full-size floor: both sides together, top and bottom together. */
export const BEZELS: Record<Surface, { across: number; along: number }> = {
  kiosk: { across: 28, along: 52 },
  aisle: { across: 12, along: 12 },
  tablet: { across: 36, along: 44 },
  console: { across: 8, along: 8 },
  cart: { across: 28, along: 28 },
}

/** What does not shrink with the floor: captions, buttons, the line's switch, gaps. In CSS pixels. */
export const FIXED = {
  gap: 28,
  pad: 20,
  caption: 36,
  /** Two rows of buttons below a screen. */
  controlsBelow: 112,
  /** Three rows of them below the cart, which has a scanner too. */
  cartControlsBelow: 164,
  /** A column of buttons beside the cart. */
  controlsBeside: 196,
  line: 104,
} as const

export type Fit = { k: number; cartControls: 'beside' | 'below' }

/** Below this, faces cannot be told apart any more: the page scrolls instead. */
const SMALLEST = 0.5
/** Beyond this the floor only gets emptier. */
const LARGEST = 1.6

const wide = (each: Surface) => SURFACES[each].width * SURFACES[each].share + BEZELS[each].across
const tall = (each: Surface) => SURFACES[each].height * SURFACES[each].share + BEZELS[each].along

/** The largest floor that fits: three columns (kiosk; aisle over tablet; HQ over cart) in so much room. */
export function fitFloor(width: number, height: number): Fit {
  const beside = { k: largest(width, height, 'beside'), cartControls: 'beside' } as const
  const below = { k: largest(width, height, 'below'), cartControls: 'below' } as const
  return below.k > beside.k ? below : beside
}

function largest(width: number, height: number, cartControls: Fit['cartControls']): number {
  const { gap, pad, caption, controlsBelow, cartControlsBelow, controlsBeside, line } = FIXED
  const across = width - 2 * pad - 3 * gap
  const middle = Math.max(wide('aisle'), wide('tablet'))
  const left = wide('kiosk') + middle
  const byWidth =
    cartControls === 'below'
      ? across / (left + Math.max(wide('console') + gap, wide('cart')))
      : Math.min(across / (left + wide('console') + gap), (across - controlsBeside) / (left + wide('cart')))
  const along = height - 2 * pad
  const byHeight = Math.min(
    (along - caption - controlsBelow) / tall('kiosk'),
    (along - 2 * caption - gap) / (tall('aisle') + tall('tablet')),
    (along - 2 * caption - gap - line - (cartControls === 'below' ? cartControlsBelow : 0)) /
      (tall('console') + tall('cart')),
  )
  return Math.min(LARGEST, Math.max(SMALLEST, Math.floor(Math.min(byWidth, byHeight) * 1000) / 1000))
}
