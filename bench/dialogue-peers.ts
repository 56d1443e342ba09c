import { Engine, type RuleProperties } from 'json-rules-engine'
import { createActor, createMachine, initialTransition, transition, type Actor, type AnyMachineSnapshot } from 'xstate'
import type { Happening } from '@kairos/dialogue/draft'
import type { Playbook, Step } from '@kairos/dialogue/playbook'
import { cpuWatch } from './cpu-time.ts'
import { CLONES, storesOf } from './dialogue-playbook.ts'
import type { Traffic } from './dialogue-traffic.ts'

/** What a run is told, in the order in which the engine told it: the peer need not find out what concerns it. */
export type Command = { run: string; dialogue: string; type: string }

const ENDINGS = ['won', 'lost', 'over', 'never']

export function commandsOf({ arrivals }: Traffic, happened: readonly (readonly Happening[])[]): Command[] {
  return arrivals.flatMap(({ who, input }, index) => {
    const commands: Command[] = []
    const answered = new Set<string>()
    for (const { what, dialogue, run, detail } of happened[index] ?? []) {
      const key = `${who} ${dialogue} ${run}`
      if (what === 'begun') commands.push({ run: key, dialogue, type: 'begin' })
      if (what === 'answer') {
        answered.add(key)
        commands.push({ run: key, dialogue, type: detail ?? '' })
      }
      const moved = input.type === 'timePassed' && (what === 'step' || ENDINGS.includes(what)) && !answered.has(key)
      const began = commands.some(({ run, type }) => run === key && type === 'begin')
      if (moved && !began) commands.push({ run: key, dialogue, type: 'SILENCE' })
      else if (what === 'won' && !answered.has(key)) commands.push({ run: key, dialogue, type: 'GOAL' })
    }
    return commands
  })
}

const stateOf = (step: Step) =>
  step.is === 'say'
    ? {
        on: {
          ...Object.fromEntries([...step.responses.values()].map(({ name, next }) => [name, next])),
          SILENCE: step.silence.next,
        },
      }
    : {}

const machinesOf = ({ dialogues }: Playbook) =>
  new Map(
    [...dialogues.values()].map(({ name, source, steps }) => [
      name,
      createMachine({
        id: name,
        initial: source.first,
        on: { GOAL: '.won' },
        states: {
          ...Object.fromEntries([...steps].map(([step, compiled]) => [step, stateOf(compiled)])),
          won: { type: 'final' },
          lost: { type: 'final' },
          over: { type: 'final' },
        },
      }),
    ]),
  )

/** An actor per run, all of them alive in memory. Gives commands per second. */
export function xstateActors(playbook: Playbook, commands: readonly Command[]): number {
  const machines = machinesOf(playbook)
  const actors = new Map<string, Actor<ReturnType<typeof createMachine>>>()
  const seconds = cpuWatch()
  for (const { run, dialogue, type } of commands) {
    const machine = machines.get(dialogue)
    if (!machine) continue
    if (type === 'begin') actors.set(run, createActor(machine).start())
    else actors.get(run)?.send({ type })
  }
  return commands.length / seconds()
}

/** State in, state out, as the engine does it: XState's pure transition functions. */
export function xstatePure(playbook: Playbook, commands: readonly Command[]): number {
  const machines = machinesOf(playbook)
  const states = new Map<string, AnyMachineSnapshot>()
  const seconds = cpuWatch()
  for (const { run, dialogue, type } of commands) {
    const machine = machines.get(dialogue)
    if (!machine) continue
    const state = states.get(run)
    if (type === 'begin') states.set(run, initialTransition(machine)[0])
    else if (state) states.set(run, transition(machine, state as never, { type })[0])
  }
  return commands.length / seconds()
}

/** The conditions under which dialogues that a kind of event begins do so, as rules. */
function rulesOf(size: number): RuleProperties[] {
  return storesOf(size).flatMap((store) =>
    Object.entries(CLONES).flatMap(([name, { begins, fits }]) => {
      const { when, where } = begins(store)
      if (when !== 'visit' && when !== 'purchase' && when !== 'return') return []
      const [, entry, operator, value] = /^memory\.(\w+)\.n (>=?) (\d+)$/.exec(fits ?? '') ?? []
      const all = [
        { fact: 'type', operator: 'equal', value: when },
        { fact: 'home', operator: 'equal', value: store },
        ...(where === 'event.total > 9000' ? [{ fact: 'total', operator: 'greaterThan', value: 9000 }] : []),
        ...(where === 'event.strength == "held"' ? [{ fact: 'strength', operator: 'equal', value: 'held' }] : []),
        ...(entry === undefined
          ? []
          : [
              {
                fact: entry,
                operator: operator === '>' ? 'greaterThan' : 'greaterThanInclusive',
                value: Number(value),
              },
            ]),
      ]
      return [{ conditions: { all }, event: { type: `${name}-${store}` } }]
    }),
  )
}

/** It is asked about the events only, since it knows no time; some thousands are enough to tell its pace. */
const MOST_RULED = 3000

export async function jsonRules(size: number, { customers, arrivals }: Traffic): Promise<number> {
  const engine = new Engine(rulesOf(size), { allowUndefinedFacts: true })
  const homes = new Map<number, string>()
  const purchases = new Map<number, number>()
  const facts: Record<string, unknown>[] = []
  for (const { who, input } of arrivals) {
    if (input.type === 'profile') homes.set(who, input.profile.home ?? '')
    if (input.type === 'purchase') purchases.set(who, (purchases.get(who) ?? 0) + 1)
    if (input.type === 'timePassed' || ('history' in input && input.history)) continue
    const { type } = input
    const total = input.type === 'purchase' ? input.total : 0
    const strength = input.type === 'visit' ? input.strength : ''
    facts.push({
      type,
      total,
      strength,
      home: homes.get(who) ?? '',
      purchases: purchases.get(who) ?? 0,
      id: customers[who]?.id,
    })
    if (facts.length >= MOST_RULED) break
  }
  const seconds = cpuWatch()
  for (const each of facts) await engine.run(each)
  return facts.length / seconds()
}
