import { fail, ok, type Result } from '@kairos/shared/result'
import { zoneRulesOf } from '../local-time.ts'
import type { Dialogue, Playbook, Playbooks } from '../playbook.ts'
import type { Happening } from '../draft.ts'
import { play, type Scene } from './scenes.ts'
import type { StoryFile } from './story-file.ts'
import { happeningInWords, timeInWords } from './story-words.ts'
import { whyNotBegun } from './why-begun.ts'

/** Why she got a message, or did not: `dialogue` or `dialogue/step`, in one customer's story. */
export function why(playbooks: Playbooks, file: StoryFile, message: string): Result<string[], string[]> {
  const [name = '', step] = message.split('/')
  const { current } = playbooks
  const dialogue = current.dialogues.get(name)
  if (!dialogue) return fail([`There is no dialogue "${name}"; there are ${[...current.dialogues.keys()].join(', ')}.`])
  if (step !== undefined && !dialogue.steps.has(step))
    return fail([`${name} has no step "${step}"; it has ${[...dialogue.steps.keys()].join(', ')}.`])
  const scenes = play(playbooks, file)
  return scenes.ok ? ok(answer(current, dialogue, step, scenes.value)) : scenes
}

const namesRun = (dialogue: Dialogue, what: Happening['what']) => (happening: Happening) =>
  happening.dialogue === dialogue.name && happening.what === what

function answer(playbook: Playbook, dialogue: Dialogue, step: string | undefined, scenes: readonly Scene[]): string[] {
  const happened = scenes.flatMap(({ advanced }) => advanced.happened)
  if (!happened.some(namesRun(dialogue, 'begun')))
    return [`No: ${dialogue.name} did not begin.`, ...whyNotBegun(playbook, dialogue, scenes)]
  const got = arrivals(playbook, dialogue, step, scenes)
  const course = courseOf(playbook, dialogue, step, scenes)
  if (got.length > 0)
    return [`Yes: she got ${dialogue.name}${step === undefined ? '' : `/${step}`}.`, ...got, ...course]
  const steps = happened.filter(namesRun(dialogue, 'step'))
  const reached = step === undefined || steps.some(({ detail }) => detail === step)
  const because = steps.some(({ heldOut }) => !heldOut)
    ? reached
      ? 'it came there, and nothing could be said'
      : `its course did not lead to ${step}`
    : 'she is in its hold-out'
  return [`No: ${because}.`, ...course]
}

/** When it was asked to be sent, and when a screen or tablet would have said it first. */
function arrivals(
  playbook: Playbook,
  dialogue: Dialogue,
  step: string | undefined,
  scenes: readonly Scene[],
): string[] {
  const lines = new Map<string, string>()
  for (const { at, advanced, looks } of scenes) {
    const when = timeInWords(zoneRulesOf(playbook, advanced.customer), at)
    const isIt = (message: { dialogue: string; step: string }) =>
      message.dialogue === dialogue.name && (step === undefined || message.step === step)
    for (const effect of advanced.effects) {
      if (effect.do === 'send' && isIt(effect.message))
        lines.set(`${when} sent`, `${when}: ${effect.message.step} sent by ${effect.channel}`)
    }
    for (const { where, choice } of looks) {
      const [first] = choice.ranked
      if (!first || !isIt(first.message)) continue
      const key = `${where} ${first.message.step} ${first.message.run}`
      if (!lines.has(key)) lines.set(key, `${when}: ${first.message.step} said first on the ${where}`)
    }
  }
  return [...lines.values()]
}

/** Its course through her story, and each reason for which it was withheld, once. */
function courseOf(
  playbook: Playbook,
  dialogue: Dialogue,
  step: string | undefined,
  scenes: readonly Scene[],
): string[] {
  const lines: string[] = []
  const reasons = new Set<string>()
  for (const { at, advanced, looks } of scenes) {
    const when = timeInWords(zoneRulesOf(playbook, advanced.customer), at)
    for (const happening of advanced.happened) {
      if (happening.dialogue === dialogue.name) lines.push(`  ${when}  ${happeningInWords(happening)}`)
    }
    for (const { where, choice } of looks) {
      for (const { message, because } of choice.withheld) {
        if (message.dialogue !== dialogue.name || because === 'channel') continue
        if (step !== undefined && message.step !== step) continue
        const reason = `${where} does not say ${message.step}: ${because}`
        if (!reasons.has(`${message.run} ${reason}`)) lines.push(`  ${when}  ${reason}`)
        reasons.add(`${message.run} ${reason}`)
      }
    }
  }
  return lines
}
