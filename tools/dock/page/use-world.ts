import { useState } from 'react'
import { SECOND, type Clock } from '@kairos/shared/time'
import type { Polled } from '@kairos/ui/page/polled'
import { readJson, type Trouble } from '@kairos/ui/page/read-json'
import { usePolled } from '@kairos/ui/page/use-polled'
import { dockStateSchema, type DockState } from '../contract.ts'
import { answerSchema } from './answer.ts'
import type { Act } from './world.ts'

/** One thing that was done on this page, and what came of it. */
export type LogLine = { nth: number; what: string; is: 'asked' | 'done' | 'problem'; text: string }

export type World = {
  polled: Polled<DockState>
  log: LogLine[]
  act: Act
}

const LINES = 6

const TROUBLE: Record<Trouble, string> = {
  unreachable: 'the dock does not answer',
  denied: 'the dock does not accept this page’s token',
  missing: 'the dock knows nothing of this',
  unreadable: 'the dock’s answer cannot be read; reload the page',
}

export function useWorld(token: string, clock: Clock): World {
  const [polled, hurry] = usePolled({ url: '/dock/state', token, schema: dockStateSchema, every: SECOND, clock })
  const [log, setLog] = useState<LogLine[]>([])
  const [count, setCount] = useState(1)

  const answered = (nth: number, is: 'done' | 'problem', text: string) =>
    setLog((lines) => lines.map((line) => (line.nth === nth ? { ...line, is, text } : line)))

  const act: Act = (action, what) => {
    const nth = count
    setCount(nth + 1)
    setLog((lines) => [{ nth, what, is: 'asked' as const, text: '…' }, ...lines].slice(0, LINES))
    const sent = async () => {
      const result = await readJson({ url: '/dock/do', token, body: action, answers: [422] }, answerSchema)
      if (!result.ok) answered(nth, 'problem', TROUBLE[result.error])
      else if ('done' in result.value) answered(nth, 'done', result.value.done)
      else answered(nth, 'problem', result.value.problem)
      hurry()
    }
    void sent()
  }
  return { polled, log, act }
}
