import type { Customer } from '@kairos/shared/customer'
import type { MessageRef } from '@kairos/shared/ids'
import { never } from '@kairos/shared/result'
import { DAY, type Ms } from '@kairos/shared/time'
import type { Advanced, Input } from '../advance.ts'
import type { Happening } from '../draft.ts'
import type { Playbook } from '../playbook.ts'
import { count } from './counts.ts'
import { uplift } from './interval.ts'
import { noOutcomes, noStep, type DialogueReport, type StepReport } from './report.ts'

/** Both those spoken to and those held out are given so long to reach the goal. */
export const JUDGED_AFTER: Ms = 30 * DAY

type Ending = 'won' | 'lost' | 'over' | 'never'

/** One run as the simulation follows it, beyond the time for which the document remembers it. */
type Followed = {
  dialogue: string
  heldOut: boolean
  begun: Ms
  ending: Ending | undefined
  /** The step it stands on and since when; nothing between a step and the next. */
  on: { step: string; since: Ms } | undefined
  goalAt: Ms | undefined
}

/** How every dialogue went: runs, endings, steps, stays. */
export class DialoguesLedger {
  readonly #reports: Record<string, DialogueReport> = {}
  readonly #until: Ms
  #runs = new Map<string, Followed>()
  #reachedHer = new Set<string>()

  constructor(playbook: Playbook, until: Ms) {
    this.#until = until
    for (const { name, steps } of playbook.dialogues.values()) {
      this.#reports[name] = {
        treated: noOutcomes(),
        heldOut: noOutcomes(),
        full: 0,
        customers: 0,
        goal: { within: JUDGED_AFTER / DAY, treated: { of: 0, won: 0 }, heldOut: { of: 0, won: 0 }, uplift: undefined },
        steps: Object.fromEntries([...steps.values()].map((step) => [step.name, noStep(step)])),
      }
    }
  }

  folded(input: Input, { happened, customer }: Advanced): void {
    for (const happening of happened) this.#follow(happening, input)
    if (input.type !== 'timePassed') this.#markGoals(customer, input.at)
  }

  reached({ dialogue, step }: MessageRef, at: Ms): void {
    const report = this.#reports[dialogue]?.steps[step]
    if (!report) return
    report.messages++
    report.first = Math.min(report.first ?? at, at)
    report.last = Math.max(report.last ?? at, at)
    if (!this.#reachedHer.has(`${dialogue}/${step}`)) report.customers++
    this.#reachedHer.add(`${dialogue}/${step}`)
  }

  #follow(happening: Happening, input: Input): void {
    const { what, dialogue, run, detail = '', at, heldOut } = happening
    const report = this.#reports[dialogue]
    const key = `${dialogue} ${run}`
    const followed = this.#runs.get(key)
    if (!report) return
    switch (what) {
      case 'begun':
        this.#runs.set(key, { dialogue, heldOut, begun: at, ending: undefined, on: undefined, goalAt: undefined })
        break
      case 'step':
        if (followed) this.#enter(followed, detail, at)
        break
      case 'answer':
        this.#answered(report, followed, detail, input, at)
        break
      case 'won':
      case 'lost':
      case 'over':
      case 'never':
        if (followed) this.#end(followed, what, input, at)
        break
      case 'withheld':
        if (followed?.on) count(this.#stepOf(followed)?.withheld ?? {}, detail)
        break
      case 'full':
        report.full++
        break
      case 'moved':
        // An edit moved it to another version; where it stands is told by the steps that follow.
        break
      case 'spared':
        break
      default:
        never(what)
    }
  }

  #stepOf({ dialogue, heldOut, on }: Followed): StepReport | undefined {
    return heldOut || !on ? undefined : this.#reports[dialogue]?.steps[on.step]
  }

  #enter(followed: Followed, step: string, at: Ms): void {
    this.#leave(followed, at, 'silence')
    followed.ending = undefined
    followed.on = { step, since: at }
    const report = this.#stepOf(followed)
    if (report) report.reached++
  }

  /** Whatever ends a stay, it is counted once: what was counted as an answer leaves nothing to be silence. */
  #leave(followed: Followed, at: Ms, why: 'silence' | 'goal' | 'answer'): void {
    const report = this.#stepOf(followed)
    if (report && followed.on) {
      const stay = Math.max(0, at - followed.on.since)
      report.stay.mean += stay
      report.stay.longest = Math.max(report.stay.longest, stay)
      if (why !== 'answer') report[why]++
    }
    followed.on = undefined
  }

  #answered(report: DialogueReport, followed: Followed | undefined, response: string, input: Input, at: Ms): void {
    if (!followed || input.type !== 'response') return
    const step = report.steps[input.message.step]
    if (step && !followed.heldOut) count(step.responses, response)
    // An answer that came late cuts short the stay on whatever silence led to meanwhile.
    this.#leave(followed, at, 'answer')
  }

  #end(followed: Followed, how: Ending, input: Input, at: Ms): void {
    this.#leave(followed, at, how === 'won' && input.type !== 'timePassed' ? 'goal' : 'silence')
    followed.ending = how
  }

  /** The goal is marked on runs that had ended otherwise too: so both groups are judged alike. */
  #markGoals(customer: Customer, at: Ms): void {
    for (const run of customer.runs) {
      if (run.ended?.goal !== true) continue
      const followed = this.#runs.get(`${run.dialogue} ${run.occasion}`)
      if (followed && followed.goalAt === undefined) followed.goalAt = at
    }
  }

  /** A life is over: its runs are added up. */
  lifeEnded(): void {
    const judged = new Set<string>()
    const spokenTo = new Set<string>()
    for (const followed of this.#runs.values()) {
      const report = this.#reports[followed.dialogue]
      if (!report) continue
      const outcomes = followed.heldOut ? report.heldOut : report.treated
      outcomes.begun++
      outcomes[followed.ending ?? 'running']++
      const on = followed.ending === undefined ? this.#stepOf(followed) : undefined
      if (on) on.waiting++
      if (!followed.heldOut) spokenTo.add(followed.dialogue)
      if (!judged.has(followed.dialogue)) this.#judge(report, followed)
      judged.add(followed.dialogue)
    }
    for (const dialogue of spokenTo) if (this.#reports[dialogue]) this.#reports[dialogue].customers++
    this.#runs = new Map()
    this.#reachedHer = new Set()
  }

  /** Only each customer's first run: the groups are drawn by customer, so later ones are not independent of it. */
  #judge({ goal }: DialogueReport, { heldOut, begun, goalAt, ending }: Followed): void {
    if (begun + JUDGED_AFTER > this.#until || ending === 'never') return
    const group = heldOut ? goal.heldOut : goal.treated
    group.of++
    if (goalAt !== undefined && goalAt <= begun + JUDGED_AFTER) group.won++
  }

  report(): Record<string, DialogueReport> {
    for (const { goal, steps } of Object.values(this.#reports)) {
      goal.uplift = uplift(goal.treated, goal.heldOut)
      for (const step of Object.values(steps)) {
        const left = step.reached - step.waiting
        step.stay.mean = left === 0 ? 0 : Math.round(step.stay.mean / left)
      }
    }
    return this.#reports
  }
}
