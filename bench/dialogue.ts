import { advance } from '@kairos/dialogue/advance'
import { choose, type Moment } from '@kairos/dialogue/choose'
import type { Playbooks } from '@kairos/dialogue/playbook'
import type { Customer } from '@kairos/shared/customer'
import { cpuWatch } from './cpu-time.ts'
import { commandsOf, jsonRules, xstateActors, xstatePure } from './dialogue-peers.ts'
import { playbooksOf, SIZES } from './dialogue-playbook.ts'
import { dryRun, trafficFor, type Traffic } from './dialogue-traffic.ts'

/**
 * `npm run bench:dialogue`: the engine on one core. Traffic is made by `simulate`, at least half of it changes a
 * run. Aims: `advance` 300,000 events/s at 50 dialogues, 200 dialogues at most 1.1 times the cost of 10, `choose`
 * p99 below 100 microseconds. Beside it, in the same run, two peers that do a part of the same.
 */
const ROUNDS = 5
const AIM = { advance: 300_000, ratio: 1.1, choose: 100 }
const whole = (n: number) => Math.round(n).toLocaleString('en')

/** Events per second of processor time over the whole traffic, from empty documents on, which stay in memory as objects. */
function paceOf(playbooks: Playbooks, { customers, arrivals }: Traffic): number {
  const documents = [...customers]
  const seconds = cpuWatch()
  for (const { who, input } of arrivals) documents[who] = advance(playbooks, documents[who] as Customer, input).customer
  return arrivals.length / seconds()
}

/** The middle of some rounds, after one to warm up. */
function middlePace(playbooks: Playbooks, traffic: Traffic): number {
  paceOf(playbooks, traffic)
  const paces = Array.from({ length: ROUNDS }, () => paceOf(playbooks, traffic)).toSorted((a, b) => a - b)
  return paces[ROUNDS >> 1] ?? 0
}

/** Microseconds that `choose` takes at each visit: kiosk, aisle and tablet. */
function chooseTimes(playbooks: Playbooks, { customers, arrivals }: Traffic): number[] {
  const documents = [...customers]
  const times: number[] = []
  for (const { who, input } of arrivals) {
    const document = advance(playbooks, documents[who] as Customer, input).customer
    documents[who] = document
    if (input.type !== 'visit') continue
    for (const surface of ['private', 'public', 'associate'] as const) {
      const moment: Moment = { at: input.at + 1000, surface, strength: input.strength, visitBegan: input.at }
      const began = process.hrtime.bigint()
      choose(playbooks, document, moment)
      times.push(Number(process.hrtime.bigint() - began) / 1000)
    }
  }
  return times
}

const at = (sorted: readonly number[], share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
const verdict = (met: boolean) => (met ? 'met' : 'MISSED')

async function main(): Promise<void> {
  const paces = new Map<number, number>()
  for (const size of SIZES) {
    const playbooks = playbooksOf(size)
    const traffic = trafficFor(playbooks)
    const { share, median, largest, runs, happened } = dryRun(playbooks, traffic)
    console.log(
      `\n${size} dialogues: ${whole(traffic.customers.length)} customers, ${whole(traffic.arrivals.length)} events and deadlines`,
    )
    console.log(
      `  ${(share * 100).toFixed(1)} % of them change or begin a run; documents: median ${whole(median)} bytes, largest ${whole(largest)}, ${runs} runs in the middle one`,
    )
    const pace = middlePace(playbooks, traffic)
    paces.set(size, pace)
    console.log(`  advance ${whole(pace)} events/s (${(1e6 / pace).toFixed(2)} µs each)`)
    chooseTimes(playbooks, traffic)
    const times = chooseTimes(playbooks, traffic).toSorted((a, b) => a - b)
    const p99 = at(times, 0.99)
    console.log(
      `  choose  p50 ${at(times, 0.5).toFixed(1)} µs, p99 ${p99.toFixed(1)} µs, over ${whole(times.length)} calls (aim p99 < ${AIM.choose} µs: ${verdict(p99 < AIM.choose)})`,
    )
    const commands = commandsOf(traffic, happened)
    xstateActors(playbooks.current, commands)
    console.log(
      `  XState, an actor per run in memory: ${whole(xstateActors(playbooks.current, commands))} commands/s; as pure transitions of a snapshot: ${whole(xstatePure(playbooks.current, commands))} commands/s (${whole(commands.length)} commands)`,
    )
    console.log(`  json-rules-engine: ${whole(await jsonRules(size, traffic))} events/s`)
  }
  report(paces)
}

function report(paces: ReadonlyMap<number, number>): void {
  const [p10 = 0, p50 = 0, p200 = 0] = SIZES.map((size) => paces.get(size))
  const ratio = p10 / p200
  console.log(`
advance at 50 dialogues: ${whole(p50)} events/s, aim ${whole(AIM.advance)}: ${verdict(p50 >= AIM.advance)}
cost at 200 dialogues: ${ratio.toFixed(2)} times that at 10, aim ${AIM.ratio}: ${verdict(ratio <= AIM.ratio)}

What is compared (rates are per second of processor time, the collector included; choose is by the clock):
  Kairos    finds what an event concerns, keeps memory, evaluates conditions, begins, moves and ends runs, hold-outs,
            consent, caps, late answers, deadlines; plain document in, plain document out. No storage, no JSON.
  XState    is handed only what changed a run, already addressed to it (begin, a response, SILENCE, GOAL). It keeps the
            step, and nothing else: no matching, no memory, conditions, timers, hold-out, consent, caps, late answers,
            effects. Commands are fewer than events. "in memory": actors are never stored.
  json-rules-engine  evaluates only the conditions that begin dialogues on visits, purchases and returns, over facts
            handed to it ready made (type, home, count of purchases ...). It keeps no state and moves no runs.`)
}

await main()
