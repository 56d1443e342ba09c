import { describe, expect, test } from 'vitest'
import { screenFrameSchema, type ScreenFrame } from '@kairos/shared/screen-state'
import { createFrameStore } from './frame-store.ts'

const slides = [{ title: 'Linen', body: '' }]
const frameOf = (state: unknown): ScreenFrame =>
  screenFrameSchema.parse({ screen: 'k1', role: 'kiosk', store: 'Harbour Street', language: 'en', state })
const message = frameOf({
  is: 'message',
  first: 'Ines',
  card: {
    ref: { dialogue: 'sandals', run: 'r', step: 'tell', version: 1, time: 1 },
    title: 'Your sandals are in',
    body: '',
    asks: [],
    language: 'en',
  },
})

describe('what a page shows', () => {
  test('nothing personal stays on the glass, or behind it, when the host is lost, and the store’s own content does', () => {
    const store = createFrameStore()
    store.getState().take(frameOf({ is: 'attract', slides }))
    store.getState().take(message)
    store.getState().lose()
    expect(store.getState().frame?.state).toEqual({ is: 'offline', slides })
    expect(JSON.stringify(store.getState())).not.toContain('Ines')
  })

  test('what was hers goes with the host: her comfort, her basket, whom she called', () => {
    const store = createFrameStore()
    const comfort = { reach: true, speech: true, large: true }
    store.getState().take({ ...message, comfort, basket: { items: 3 }, called: 'coming', ways: ['about'] })
    store.getState().lose()
    expect(Object.keys(store.getState().frame ?? {}).toSorted()).toEqual([
      'hub',
      'language',
      'role',
      'screen',
      'state',
      'store',
    ])
  })

  test('the next frame ends the offline state by itself', () => {
    const store = createFrameStore()
    store.getState().lose()
    expect(store.getState().frame).toBeUndefined()
    store.getState().take(message)
    expect(store.getState().frame).toEqual(message)
  })

  test('an offline frame without slides does not take away those that are known', () => {
    const store = createFrameStore()
    store.getState().take(frameOf({ is: 'welcome', slides }))
    store.getState().take(frameOf({ is: 'offline', slides: [] }))
    store.getState().lose()
    expect(store.getState().frame?.state).toEqual({ is: 'offline', slides })
  })
})
