import type { DockAction, DockState } from '../contract.ts'

export type Store = DockState['stores'][number]
export type Person = DockState['people'][number]
/** Does something in the world; `what` says it in words for the log. */
export type Act = (action: DockAction, what: string) => void

export const nameOf = (person: Person): string => person.first ?? `member ${person.member}`
