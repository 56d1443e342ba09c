import { useLayoutEffect, useRef, useState, type CSSProperties } from 'react'
import type { ScreenRole } from '@kairos/shared/screen-state'
import { AtCart } from './at-cart.tsx'
import { AtScreen } from './at-screen.tsx'
import { Device } from './device.tsx'
import type { Act, Person, Store } from './world.ts'
import { FIXED, fitFloor } from './fit.ts'
import { LineToHq } from './line-to-hq.tsx'

export type FloorProps = { console: string; store: Store; person: Person | undefined; act: Act }

/** The plan of a store, with head office in its corner: every surface at once, to scale. */
export function Floor({ console, store, person, act }: FloorProps) {
  const [ref, { width, height }] = useRoom()
  const { k, cartControls } = fitFloor(width, height)
  const screenOf = (wanted: ScreenRole) => store.screens.find(({ role }) => role === wanted)
  const [kiosk, cart, aisle] = [screenOf('kiosk'), screenOf('cart'), screenOf('aisle')]
  const mute = ({ screen, muted }: Store['screens'][number]) => ({
    isMuted: muted,
    onMute: (to: boolean) =>
      act({ do: 'mute', store: store.store, screen, muted: to }, to ? `Mute ${screen}` : `Unmute ${screen}`),
  })
  const vars: CSSProperties & Record<`--${string}`, string | number> = {
    '--k': k,
    '--gap': `${FIXED.gap}px`,
    '--pad': `${FIXED.pad}px`,
    '--caption': `${FIXED.caption}px`,
    '--line-room': `${FIXED.line}px`,
    '--beside': `${FIXED.controlsBeside}px`,
  }
  return (
    <main className="floor" ref={ref} style={vars} aria-label={`The floor of ${store.name}`}>
      <div className="plan">
        <div className="column column-standing">
          {kiosk && (
            <Device surface="kiosk" name="Kiosk" id={kiosk.screen} url={kiosk.url} k={k} mute={mute(kiosk)}>
              {person && <AtScreen key={person.customer} screen={kiosk} person={person} act={act} />}
            </Device>
          )}
        </div>
        <div className="column">
          {aisle && (
            <Device surface="aisle" name="Aisle screen" id={aisle.screen} url={aisle.url} k={k} mute={mute(aisle)} />
          )}
          <Device surface="tablet" name="Associate’s tablet" url={store.tablet} k={k} />
        </div>
        <div className="column column-hq">
          <div className="hq">
            <Device surface="console" name="Head office" url={console} k={k} />
          </div>
          <LineToHq store={store} act={act} />
          {cart && (
            <div className="cart" data-controls={cartControls}>
              <Device surface="cart" name="Smart cart" id={cart.screen} url={cart.url} k={k} mute={mute(cart)} />
              {person && (
                <AtScreen key={person.customer} screen={cart} person={person} act={act}>
                  <AtCart screen={cart.screen} zones={store.zones} act={act} />
                </AtScreen>
              )}
            </div>
          )}
        </div>
      </div>
    </main>
  )
}

/** How much room an element has, measured before the first paint and whenever it changes. */
function useRoom() {
  const ref = useRef<HTMLElement>(null)
  const [room, setRoom] = useState({ width: 1600, height: 1016 })
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return undefined
    const measure = () => setRoom({ width: element.clientWidth, height: element.clientHeight })
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return [ref, room] as const
}
