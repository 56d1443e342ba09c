import { advance, newCustomer, type Input } from '@kairos/dialogue/advance'
import type { Happening } from '@kairos/dialogue/draft'
import type { Playbooks } from '@kairos/dialogue/playbook'
import { simulate } from '@kairos/dialogue/simulate'
import type { Customer } from '@kairos/shared/customer'
import { customerIdSchema } from '@kairos/shared/ids'

/** One input of the traffic, for the n-th customer. */
export type Arrival = { who: number; input: Input }
export type Traffic = { customers: Customer[]; arrivals: Arrival[] }

const CUSTOMERS = 1500
const DAYS = 240

/** Whether an input changed or began a run that speaks, or is mute; a run that is only forgotten is no change. */
export const changesRuns = (before: Customer, after: Customer): boolean =>
  before.runs !== after.runs && after.runs.some((run) => !before.runs.includes(run))

/**
 * All that `simulate` folds, deadlines included, in the order of arrival. Of what changes no run, as much is left
 * out (evenly) as is needed for changes of runs to be half of the traffic: that is the harder half.
 */
export function trafficFor(playbooks: Playbooks): Traffic {
  const ids = new Map<string, number>()
  const customers: Customer[] = []
  const all: (Arrival & { at: number })[] = []
  simulate(playbooks, {
    customers: CUSTOMERS,
    days: DAYS,
    seed: 1,
    from: Date.UTC(2026, 0, 5),
    watcher: {
      folded: ({ id }, input) => {
        const who = ids.get(id) ?? customers.push(newCustomer(playbooks, customerIdSchema.parse(id))) - 1
        ids.set(id, who)
        all.push({ who, input, at: input.type === 'timePassed' ? input.at : input.received })
      },
    },
  })
  const arrivals = all.toSorted((a, b) => a.at - b.at)
  const documents = [...customers]
  const changing = arrivals.map(({ who, input }) => {
    const before = documents[who] as Customer
    documents[who] = advance(playbooks, before, input).customer
    return changesRuns(before, documents[who])
  })
  const busy = changing.filter(Boolean).length
  // What is left out begins nothing later, so a little more goes than the count says.
  const keep = Math.min(1, (0.8 * busy) / (arrivals.length - busy))
  let owed = 0
  return {
    customers,
    arrivals: arrivals.filter(({ input }, index) => {
      // What makes a customer who she is stays; so does what moves her time.
      if (changing[index] || input.type === 'profile' || input.type === 'consent') return true
      owed += keep
      if (owed < 1) return false
      owed -= 1
      return true
    }),
  }
}

/** What a replay of the traffic comes to: the share that changes runs, the documents, what happened to each arrival. */
export function dryRun(playbooks: Playbooks, { customers, arrivals }: Traffic) {
  const documents = [...customers]
  const happened: (readonly Happening[])[] = []
  let [changes, idle] = [0, 0]
  for (const { who, input } of arrivals) {
    const before = documents[who] as Customer
    const advanced = advance(playbooks, before, input)
    documents[who] = advanced.customer
    happened.push(advanced.happened)
    if (changesRuns(before, advanced.customer)) changes++
    else idle++
  }
  const sizes = documents.map((document) => JSON.stringify(document).length).toSorted((a, b) => a - b)
  const running = documents.map(({ runs }) => runs.length).toSorted((a, b) => a - b)
  return {
    share: changes / (changes + idle),
    median: sizes[sizes.length >> 1] ?? 0,
    largest: sizes.at(-1) ?? 0,
    runs: running[running.length >> 1] ?? 0,
    happened,
  }
}
