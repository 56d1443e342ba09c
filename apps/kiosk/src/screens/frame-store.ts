import { createStore } from 'zustand/vanilla'
import type { ScreenFrame, Slide } from '@kairos/shared/screen-state'

export interface Held {
  /** What to show: the last frame that the host sent, or, once the host is lost, what is left of it. */
  frame: ScreenFrame | undefined
  lost: boolean
  /** The store's own content, as last heard: what may still be shown when the host is gone. */
  slides: readonly Slide[]
}

export interface FrameStore extends Held {
  take: (frame: ScreenFrame) => void
  lose: () => void
}

const slidesOf = (frame: ScreenFrame): readonly Slide[] => ('slides' in frame.state ? frame.state.slides : [])

/** The same screen without its host: nothing personal is on it, and nothing personal is kept behind it. */
function withoutHost({ frame, slides }: Held): ScreenFrame | undefined {
  if (frame === undefined) return undefined
  const { screen, role, store, zone, language } = frame
  const place = zone === undefined ? {} : { zone }
  return { screen, role, store, ...place, language, hub: 'down', state: { is: 'offline', slides: [...slides] } }
}

export const createFrameStore = () =>
  createStore<FrameStore>()((set) => ({
    frame: undefined,
    lost: false,
    slides: [],
    take: (frame) =>
      set((held) => {
        const slides = slidesOf(frame)
        return { frame, lost: false, slides: slides.length > 0 ? slides : held.slides }
      }),
    lose: () => set((held) => ({ frame: withoutHost(held), lost: true })),
  }))
