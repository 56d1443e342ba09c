import type { Ms } from '@kairos/shared/time'
import type { Candidates, Gate } from './candidates.ts'
import type { Condition } from './conditions.ts'
import type { ChainSource, Channel, DialogueSource, MemorySource, Transition } from './language.ts'
import type { CompiledText } from './templates.ts'
import type { ZoneRules } from './time-zones.ts'

export type SlideText = { title: CompiledText; body: CompiledText; picture: CompiledText | undefined }

export type Response = { name: string; label: CompiledText; next: string; thanks: SlideText | undefined }

type OnReaching = { name: string; grants: string | undefined; mode: string | undefined }

/** A step that says something, and waits. */
export type SayStep = OnReaching & {
  is: 'say'
  /** From when the step is reached, or ahead of the morning of the occasion's day. */
  wait: Ms | { ahead: Ms }
  channel: Channel
  heldOnly: boolean
  /** Where in a store alone it is said; everywhere where there are none. */
  zones: ReadonlySet<string> | undefined
  service: boolean
  /** A prompt that need not wait for the next visit. */
  thisVisit: boolean
  message: SlideText
  /** What she takes along, line by line. */
  list: readonly CompiledText[]
  public: SlideText | undefined
  responses: ReadonlyMap<string, Response>
  silence: { after: Ms; next: string }
}

/** A step that only chooses the next. */
export type BranchStep = OnReaching & {
  is: 'branch'
  branches: readonly { if: Condition; next: string }[]
  otherwise: string
}

export type Step = SayStep | BranchStep

export type Dialogue = {
  name: string
  source: DialogueSource
  begins: Transition
  beginsWhere: Condition | undefined
  /** What the audience's condition says of one field of the profile. */
  gate: Gate | undefined
  audience: Condition | undefined
  goalWhere: Condition | undefined
  again: 'never' | 'always' | Ms
  /** It counts back from the day of an occasion, or ends with it: without a day it does not begin. */
  needsDay: boolean
  steps: ReadonlyMap<string, Step>
}

/** A moment of its own that dialogues wait for: an absence, or a date with its lead. One deadline serves them all. */
export type Wait = {
  /** Its name in a document: the same in every playbook that declares the same. */
  key: string
  begins: Extract<Transition, { when: 'absence' | 'date' }>
  where: Condition | undefined
  dialogues: Candidates
}

/** One memory entry, with the window that thresholds look at. */
export type Remembered = { name: string; source: MemorySource; where: Condition | undefined }

/** How much speaking is too much, in one mode. */
export type Restraint = {
  caps: readonly { channel: Channel | undefined; most: number; per: Ms }[]
  rest: Ms | undefined
  silent: ReadonlySet<Channel>
  noIncentives: boolean
}

export const NORMAL_MODE = 'normal'

/** One published version, compiled. Immutable. */
export type Playbook = {
  version: number
  chain: ChainSource
  dialogues: ReadonlyMap<string, Dialogue>
  /** Dialogues by the kind of event that begins them, so that an event costs what concerns it. */
  beginsOn: ReadonlyMap<string, Candidates>
  /** Dialogues begun by a number of memory, by the kind of event that moves it. */
  beginsOnMeasure: ReadonlyMap<string, Candidates>
  /** All that is waited for, by its key. */
  waits: ReadonlyMap<string, Wait>
  /** Absences by the kind of event that puts them off. */
  absences: ReadonlyMap<string, readonly Wait[]>
  dates: readonly Wait[]
  /** Dialogues by the ending that begins them: `dialogue/how`. */
  beginsAfter: ReadonlyMap<string, readonly Dialogue[]>
  /** Dialogues by the answer that begins them: `dialogue/step/response`. */
  beginsOnAnswer: ReadonlyMap<string, readonly Dialogue[]>
  memory: ReadonlyMap<string, MemorySource>
  /** Since which version each memory entry has been declared as it is now (rule E11). */
  memorySince: ReadonlyMap<string, number>
  /** Memory entries by the kind of event that they count. */
  remembersOf: ReadonlyMap<string, readonly Remembered[]>
  /** Entries that are kept with a window. */
  windowed: readonly { name: string; window: Ms }[]
  /** The policy's modes; `normal` is the policy itself. */
  modes: ReadonlyMap<string, Restraint>
  /** How far back any cap or rest looks. */
  lookBack: Ms
  quiet: { from: Ms; to: Ms } | undefined
  zoneRules: ReadonlyMap<string, ZoneRules>
  categories: ReadonlyMap<string, CompiledText>
  zones: ReadonlyMap<string, CompiledText>
  incentives: ReadonlyMap<string, CompiledText>
  general: readonly SlideText[]
}

/** The current playbook, and those that runs begun earlier still keep (rule E12). */
export type Playbooks = { current: Playbook; version(version: number): Playbook | undefined }
