import { useEffect, useEffectEvent, useState, type CSSProperties, type ReactNode } from 'react'
import { BEZELS, SURFACES, type Surface } from './fit.ts'

export type DeviceProps = {
  surface: Surface
  /** How it is called on the floor. */
  name: string
  /** Its id among its kind. */
  id?: string
  url: string
  /** How large the floor is drawn. */
  k: number
  /** Whether it is silenced, and what makes it so or not; of a screen that can be. */
  mute?: { isMuted: boolean; onMute: (muted: boolean) => void }
  /** Its buttons, drawn where the thing itself has them. */
  children?: ReactNode
}

/** One screen in its bezel, drawn to scale; the page in it has its real size. It can be looked at closer. */
export function Device({ surface, name, id, url, k, mute, children }: DeviceProps) {
  const [close, setClose] = useState(false)
  const shown = useCloseScale(surface, close, () => setClose(false)) ?? SURFACES[surface].share * k
  const { width, height, share } = SURFACES[surface]
  const drawn: CSSProperties = { inlineSize: width * shown, blockSize: height * shown }
  const page: CSSProperties = { inlineSize: width, blockSize: height, transform: `scale(${shown})` }
  const kept = { inlineSize: width * share * k + BEZELS[surface].across * k }
  const title = id === undefined ? name : `${name} ${id}`
  return (
    <figure className="device" data-surface={surface} style={kept}>
      <figcaption>
        <span>
          {name} {id !== undefined && <span className="quiet">{id}</span>}
        </span>
        {mute && (
          <button
            type="button"
            className="closer mute"
            data-do="mute"
            aria-label={`${mute.isMuted ? 'Unmute' : 'Mute'} the ${name.toLowerCase()}`}
            onClick={() => mute.onMute(!mute.isMuted)}
          >
            {mute.isMuted ? 'Unmute' : 'Mute'}
          </button>
        )}
        <button
          type="button"
          className="closer"
          data-closer={surface}
          aria-expanded={close}
          aria-label={close ? `Put the ${name.toLowerCase()} back` : `Look closer at the ${name.toLowerCase()}`}
          onClick={() => setClose(!close)}
        >
          {close ? 'Back' : 'Closer'}
        </button>
      </figcaption>
      <div className="place" style={{ blockSize: height * share * k + BEZELS[surface].along * k }}>
        {close && (
          <button type="button" className="backdrop" onClick={() => setClose(false)}>
            <span>Put it back</span>
          </button>
        )}
        <div className="bezel" data-close={close || undefined}>
          <div className="glass" style={drawn}>
            <iframe
              key={url}
              title={title}
              src={url}
              data-frame={surface}
              style={page}
              // Each frame is of another origin than this page: the two permissions together open no way out.
              // oxlint-disable-next-line react/iframe-missing-sandbox
              sandbox="allow-scripts allow-same-origin allow-forms"
            />
          </div>
        </div>
      </div>
      {children}
    </figure>
  )
}

/** How large a surface can be drawn over the whole page, up to its real size; undefined while it is in its place. */
function useCloseScale(surface: Surface, close: boolean, putBack: () => void): number | undefined {
  const [room, setRoom] = useState<{ width: number; height: number }>()
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Escape') putBack()
  })
  useEffect(() => {
    if (!close) return undefined
    const measure = () => setRoom({ width: window.innerWidth - 120, height: window.innerHeight - 120 })
    const key = (event: KeyboardEvent) => onKey(event)
    measure()
    window.addEventListener('resize', measure)
    window.addEventListener('keydown', key)
    return () => {
      window.removeEventListener('resize', measure)
      window.removeEventListener('keydown', key)
    }
  }, [close])
  if (!close || !room) return undefined
  return Math.min(1, room.width / SURFACES[surface].width, room.height / SURFACES[surface].height)
}
