import type { ComponentType } from 'react'
import { isPictureName, type PictureName } from './picture-names.ts'
import { Books } from './pictures/books.tsx'
import { Garden } from './pictures/garden.tsx'
import { Gifts } from './pictures/gifts.tsx'
import { Grocery } from './pictures/grocery.tsx'
import { Lighting } from './pictures/lighting.tsx'
import { Linen } from './pictures/linen.tsx'
import { Shoes } from './pictures/shoes.tsx'
import { Storefront } from './pictures/storefront.tsx'
import { Tableware } from './pictures/tableware.tsx'
import './picture.css'

interface Drawing {
  draw: ComponentType
  /** The colour behind it; several drawings in a row should not all stand on the same. */
  ground: 'accent' | 'deep' | 'ink'
}

/** Every drawing fits a square of 1000 units. */
const DRAWINGS: Record<PictureName, Drawing> = {
  shoes: { draw: Shoes, ground: 'accent' },
  tableware: { draw: Tableware, ground: 'accent' },
  linen: { draw: Linen, ground: 'deep' },
  grocery: { draw: Grocery, ground: 'accent' },
  lighting: { draw: Lighting, ground: 'ink' },
  garden: { draw: Garden, ground: 'deep' },
  gifts: { draw: Gifts, ground: 'accent' },
  books: { draw: Books, ground: 'deep' },
  storefront: { draw: Storefront, ground: 'deep' },
}

/** A drawing in its frame, which has to be given a size. */
export function Framed(props: Drawing & { name: string; stirring: boolean }) {
  const { name, ground, stirring, draw: Draw } = props
  return (
    <div
      className="picture"
      data-picture={name}
      data-ground={ground}
      data-stirring={stirring ? '' : undefined}
      aria-hidden="true"
    >
      <svg viewBox="0 0 1000 1000" preserveAspectRatio="xMidYMid meet" focusable="false">
        <Draw />
      </svg>
    </div>
  )
}

/** One of the chain's drawings, filling its frame; nothing for a name that has none. It is decoration: words carry the message. */
export function Picture({ name, stirring }: { name: string | undefined; stirring?: boolean }) {
  if (!isPictureName(name)) return null
  const drawing = DRAWINGS[name]
  return <Framed name={name} ground={drawing.ground} stirring={stirring === true} draw={drawing.draw} />
}
