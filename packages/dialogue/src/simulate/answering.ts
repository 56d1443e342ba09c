import type { MessageRef } from '@kairos/shared/ids'
import type { Ms } from '@kairos/shared/time'
import type { Life } from './life.ts'
import { answerTo, MANNERS } from './manners.ts'

/** Answers in her own time, or never. A late answer is one that silence has overtaken. */
export function planAnswer(life: Life, message: MessageRef, at: Ms, then?: (at: Ms) => void): void {
  const { ghost } = life
  const step = life.stepOf(message)
  if (step?.is !== 'say') return
  const response = answerTo(ghost, message.dialogue, step, life.setting.answers)
  if (response === undefined) return
  const { answersAfter, by } = MANNERS[step.channel]
  life.plan(at + ghost.chance.rhythm(answersAfter), (at) => {
    life.does({ type: 'response', message, response, by }, at)
    then?.(at)
  })
}
