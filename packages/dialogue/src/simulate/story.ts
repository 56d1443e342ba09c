import { ok, type Result } from '@kairos/shared/result'
import { zoneRulesOf } from '../local-time.ts'
import type { Playbooks } from '../playbook.ts'
import { play, type Scene } from './scenes.ts'
import type { StoryFile } from './story-file.ts'
import { choiceInWords, effectInWords, eventInWords, happeningInWords, timeInWords } from './story-words.ts'

/** One customer's story, line by line: what happened, what came of it, and what each glass would say. */
export function tellStory(playbooks: Playbooks, file: StoryFile): Result<string[], string[]> {
  const scenes = play(playbooks, file)
  if (!scenes.ok) return scenes
  const lines = scenes.value.flatMap((scene) => sceneInWords(playbooks, scene))
  const last = scenes.value.at(-1)
  return ok([file.source.story, '', ...lines, ...(last ? standing(playbooks, last) : [])])
}

function sceneInWords(playbooks: Playbooks, { at, input, before, advanced, looks }: Scene): string[] {
  const came = [
    ...advanced.happened.map(happeningInWords),
    ...advanced.effects.map((effect) => `=> ${effectInWords(effect)}`),
  ]
  const isPassing = input?.type === 'timePassed'
  // Old runs are forgotten without a word.
  if (isPassing && came.length === 0) return []
  const rules = zoneRulesOf(playbooks.current, before.profile.home === undefined ? advanced.customer : before)
  const what = input === undefined ? 'now' : isPassing ? 'time passes' : eventInWords(input)
  const late =
    input === undefined || isPassing || input.at === at ? '' : ` (on ${timeInWords(rules, input.at)}, learnt of now)`
  return [`${timeInWords(rules, at)}  ${what}${late}`, ...came.map((line) => `    ${line}`), ...looksInWords(looks)]
}

/** Three glasses with nothing to say need one line. */
function looksInWords(looks: Scene['looks']): string[] {
  const said = looks.map(({ where, choice }) => ({ where, words: choiceInWords(choice) }))
  const [first] = said
  if (first === undefined) return []
  if (said.length === 3 && said.every(({ words }) => words === first.words))
    return [`    kiosk, aisle and tablet: ${first.words}`]
  return said.map(({ where, words }) => `    ${where}: ${words}`)
}

function standing(playbooks: Playbooks, { advanced: { customer } }: Scene): string[] {
  const rules = zoneRulesOf(playbooks.current, customer)
  const running = customer.runs.filter((run) => !run.ended)
  const next = customer.nextDue === undefined ? 'nothing is due' : `next due ${timeInWords(rules, customer.nextDue)}`
  const under = running
    .map(({ dialogue, step, held }) => `${dialogue} at ${step}${held ? ' (held out)' : ''}`)
    .join(', ')
  return ['', `At the end: ${under === '' ? 'no dialogue is under way' : under}; ${next}.`]
}
