import type { Ms } from '@kairos/shared/time'
import type { Condition } from './conditions.ts'
import type { ChainSource, Channel, DialogueSource, MemorySource, Transition } from './language.ts'
import type { CompiledText } from './templates.ts'

export type SlideText = { title: CompiledText; body: CompiledText; picture: CompiledText | undefined }

export type Response = { name: string; label: CompiledText; next: string; thanks: SlideText | undefined }

export type Step = {
  name: string
  channel: Channel
  heldOnly: boolean
  message: SlideText
  public: SlideText | undefined
  responses: ReadonlyMap<string, Response>
  silence: { after: Ms; next: string }
}

export type Dialogue = {
  name: string
  source: DialogueSource
  begins: Transition
  beginsWhere: Condition | undefined
  audience: Condition | undefined
  goalWhere: Condition | undefined
  again: 'never' | 'always' | Ms
  steps: ReadonlyMap<string, Step>
}

/** One published version, compiled. Immutable. */
export type Playbook = {
  version: number
  chain: ChainSource
  dialogues: ReadonlyMap<string, Dialogue>
  /** Dialogues by the kind of event that begins them, so that an event costs what concerns it. */
  beginsOn: ReadonlyMap<string, readonly Dialogue[]>
  absences: readonly Dialogue[]
  /** Dialogues by the ending that begins them: `dialogue/how`. */
  beginsAfter: ReadonlyMap<string, readonly Dialogue[]>
  memory: ReadonlyMap<string, MemorySource>
  caps: ReadonlyMap<string, readonly { most: number; per: Ms }[]>
  categories: ReadonlyMap<string, CompiledText>
  zones: ReadonlyMap<string, CompiledText>
  general: readonly SlideText[]
}

/** The current playbook, and those that runs begun earlier still keep (rule E12). */
export type Playbooks = { current: Playbook; version(version: number): Playbook | undefined }
