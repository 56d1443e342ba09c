import { createStore } from 'zustand/vanilla'
import type { TabletInput, TabletState } from '@kairos/shared/tablet-state'
import type { Ms } from '@kairos/shared/time'
import { answered, requested, type Request, type Requests } from './requests.ts'
import { begun, dropped, outcomeKey, settled, stillAsked, type Outcomes } from './outcomes.ts'

export interface TabletView {
  /** The hub's last state, and when it came by this tablet's own clock. */
  heard: { state: TabletState; at: Ms } | undefined
  /** `unreadable`: the hub says what this page does not understand. */
  hub: 'there' | 'lost' | 'unreadable'
  outcomes: Outcomes
  requests: Requests
}

export interface TabletStore extends TabletView {
  take: (state: TabletState, at: Ms) => void
  connected: () => void
  lose: (how: 'lost' | 'unreadable') => void
  begin: (input: TabletInput, label: string) => void
  settle: (input: TabletInput, reply: { kept: true } | { refused: string }) => void
  drop: (key: string) => void
  request: (request: Request) => void
  answer: (request: Request, reply: { kept: true } | { refused: string }) => void
}

export const createTabletStore = () =>
  createStore<TabletStore>()((set) => ({
    heard: undefined,
    hub: 'there',
    outcomes: new Map(),
    requests: new Map(),
    take: (state, at) =>
      set(({ outcomes }) => ({ heard: { state, at }, hub: 'there', outcomes: stillAsked(outcomes, state) })),
    connected: () => set({ hub: 'there' }),
    lose: (hub) => set({ hub }),
    begin: (input, label) => set(({ outcomes }) => ({ outcomes: begun(outcomes, input, label) })),
    settle: (input, reply) => set(({ outcomes }) => ({ outcomes: settled(outcomes, outcomeKey(input), reply) })),
    drop: (key) => set(({ outcomes }) => ({ outcomes: dropped(outcomes, key) })),
    request: (request) => set(({ requests }) => ({ requests: requested(requests, request) })),
    answer: (request, reply) => set(({ requests }) => ({ requests: answered(requests, request, reply) })),
  }))
