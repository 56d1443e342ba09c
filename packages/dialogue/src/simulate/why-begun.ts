import type { Customer, Run } from '@kairos/shared/customer'
import type { Event } from '@kairos/shared/event'
import { never } from '@kairos/shared/result'
import { DAY, type Ms } from '@kairos/shared/time'
import { zoneRulesOf } from '../local-time.ts'
import { waitKey } from '../names.ts'
import type { Dialogue, Playbook } from '../playbook.ts'
import type { Scene } from './scenes.ts'
import { eventInWords, timeInWords } from './story-words.ts'

const days = (ms: number): string => `${Math.round((ms / DAY) * 100) / 100} days`

/** When what a dialogue waits for is due. */
function dueIn({ begins }: Dialogue, customer: Customer | undefined): Ms | undefined {
  const key = waitKey(begins)
  return key === undefined ? undefined : customer?.waits[key]
}

/** Why a dialogue did not begin in a story, moment by moment. Nothing where no moment came at all. */
export function whyNotBegun(playbook: Playbook, dialogue: Dialogue, scenes: readonly Scene[]): string[] {
  const { begins } = dialogue
  const waited = dueIn(dialogue, scenes.at(-1)?.advanced.customer)
  const rules = scenes[0] ? zoneRulesOf(playbook, scenes[0].advanced.customer) : undefined
  const due = waited !== undefined && rules ? `; it is next due ${timeInWords(rules, waited)}` : ''
  switch (begins.when) {
    case 'absence':
      return [
        `It begins when there has been no ${begins.of} for ${days(begins.after)}${due}.`,
        ...audienceAt(playbook, dialogue, scenes),
      ]
    case 'date':
      return [
        `It begins on her ${begins.of}${begins.ahead === undefined ? '' : `, ${days(begins.ahead)} ahead`}${due}.`,
      ]
    case 'ended':
      return [
        `It begins after ${begins.dialogue} has ended as ${begins.how}. ${endingsOf(begins.dialogue, scenes)}`,
        ...audienceAfter(playbook, dialogue, scenes),
      ]
    case 'answered':
      return [
        `It begins when ${begins.dialogue}/${begins.step} is answered with ${begins.response}; that answer did not come.`,
      ]
    case 'reaches':
    case 'nears':
      return [`It begins when memory.${begins.memory} ${begins.when} ${begins.at}. ${memoryOf(begins.memory, scenes)}`]
    case 'drops':
      return [
        `It begins when the later half of memory.${begins.memory}'s window has fallen to ${begins.to} % of the earlier. ${memoryOf(begins.memory, scenes)}`,
      ]
    case 'purchase':
    case 'return':
    case 'visit':
    case 'walked':
    case 'webVisit':
    case 'address':
    case 'usage':
    case 'call':
    case 'occasion':
    case 'consent':
    case 'profile': {
      const moments = momentsOf(playbook, dialogue, scenes, begins.when)
      return moments.length > 0 ? moments : [`It begins with a ${begins.when}, and there was none.`]
    }
    default:
      return never(begins)
  }
}

function endingsOf(name: string, scenes: readonly Scene[]): string {
  const endings = scenes
    .flatMap(({ advanced }) => advanced.happened)
    .filter(({ dialogue, what }) => dialogue === name && ['won', 'lost', 'over', 'never'].includes(what))
  return endings.length === 0 ? 'It has not ended.' : `It has ended as ${endings.map(({ what }) => what).join(', ')}.`
}

function memoryOf(name: string, scenes: readonly Scene[]): string {
  const entry = scenes.at(-1)?.advanced.customer.memory[name]
  if (entry === undefined) return 'Nothing of it is in her memory.'
  if ('n' in entry) return `At the end it counts ${entry.n}, in all ${entry.sum}.`
  return `At the end it counts ${Object.entries(entry.by)
    .map(([key, { n }]) => `${key} ${n}`)
    .join(', ')}.`
}

/** For a dialogue that deadlines begin: whether it would have been for her as its day came. */
function audienceAt(playbook: Playbook, dialogue: Dialogue, scenes: readonly Scene[]): string[] {
  return scenes.flatMap((scene) => {
    const due = dueIn(dialogue, scene.before)
    if (scene.input?.type !== 'timePassed' || due !== scene.at) return []
    const rules = zoneRulesOf(playbook, scene.before)
    return [`${timeInWords(rules, scene.at)}: its time came, but ${reasonAgainst(dialogue, scene, undefined)}.`]
  })
}

/** For a dialogue that begins after another: why it was not for her as that one ended. */
function audienceAfter(playbook: Playbook, dialogue: Dialogue, scenes: readonly Scene[]): string[] {
  const { begins } = dialogue
  if (begins.when !== 'ended') return []
  return scenes.flatMap((scene) => {
    const { happened, customer } = scene.advanced
    const ending = happened.find(({ what, dialogue }) => dialogue === begins.dialogue && what === begins.how)
    const ended = customer.runs.find((run) => run.dialogue === ending?.dialogue && run.occasion === ending.run)
    if (!ended) return []
    const why = reasonAgainst(dialogue, scene, undefined, ended)
    return [`${timeInWords(zoneRulesOf(playbook, customer), scene.at)}: no, ${why}.`]
  })
}

function momentsOf(playbook: Playbook, dialogue: Dialogue, scenes: readonly Scene[], kind: string): string[] {
  return scenes.flatMap((scene) => {
    const { input, advanced } = scene
    if (input === undefined || input.type === 'timePassed' || input.type !== kind) return []
    if (advanced.happened.some(({ what, dialogue: name }) => what === 'begun' && name === dialogue.name)) return []
    const rules = zoneRulesOf(playbook, advanced.customer)
    return [`${timeInWords(rules, scene.at)}, ${eventInWords(input)}: no, ${reasonAgainst(dialogue, scene, input)}.`]
  })
}

/** The first of the engine's conditions for a beginning that fails here, tried as the engine tries them. */
function reasonAgainst(
  { name, source, beginsWhere, audience, again, needsDay }: Dialogue,
  scene: Scene,
  event: Event | undefined,
  ended?: Run,
) {
  const { before, advanced } = scene
  const { profile, memory } = advanced.customer
  const scope = {
    customer: profile,
    memory,
    event: event ?? {},
    run: {},
    ended: ended ?? {},
    now: event?.at ?? scene.at,
  }
  if (beginsWhere && !beginsWhere(scope)) return "the transition's `where` does not hold"
  if (advanced.happened.some(({ what, dialogue }) => what === 'full' && dialogue === name))
    return 'her document holds too many runs'
  if (before.runs.some((run) => run.dialogue === name && !run.ended)) return 'a run of it was under way already'
  const last = before.begun[name]
  if (last !== undefined && again === 'never') return 'it has begun once, and is for once only'
  if (last !== undefined && again !== 'always' && again !== 'never' && last + again > scope.now)
    return `it had begun ${days(scope.now - last)} before, and rests for ${days(again)}`
  if (audience && !audience(scope)) return `\`for: ${source.for}\` does not hold for her`
  if (needsDay && event?.type === 'occasion' && event.on === undefined)
    return 'the occasion does not say on which day it is'
  if (source.about !== undefined)
    return 'what it would be about is not known, or the event is too old to begin anything'
  return 'the event is too old to begin anything'
}
