import { DAY, HOUR, type Ms } from '@kairos/shared/time'
import { waitsOnShelf, type ChainSource, type Channel, type DialogueSource, type SaySource } from '../language.ts'
import { ownValue } from '../memory.ts'
import { choice, type Report } from './reporter.ts'
import { roadsFrom } from './roads.ts'

/** Channels whose messages are counted: what is sent, and what was seen on a glass. */
const isCounted = (channel: Channel): boolean => !waitsOnShelf(channel) || channel === 'screen'

/** Restraint that restrains nobody, or everybody. */
export function checkPolicy({ policy }: ChainSource, report: Report): void {
  policy.caps.forEach(({ channel, most }, n) => {
    // A cap of 0 closes a channel whether it is counted or not.
    if (channel !== undefined && most > 0 && !isCounted(channel))
      report('K308', ['policy', 'caps', n], `messages on "${channel}" are not counted`, 'Take this cap out.')
  })
  if (policy.quiet === undefined) return
  const [from, to] = [minutes(policy.quiet.from), minutes(policy.quiet.to)]
  const open = (from - to + DAY) % DAY
  if (open < HOUR)
    report(
      'K307',
      ['policy', 'quiet'],
      `from ${policy.quiet.from} to ${policy.quiet.to} leaves ${open === 0 ? 'nothing' : 'less than an hour'} of the day`,
      'Leave at least an hour open.',
    )
}

const minutes = (time: string): Ms => Number(time.slice(0, 2)) * HOUR + Number(time.slice(3)) * (HOUR / 60)

/** Steps that policy never lets speak. A dialogue that switches modes is spared: it has rules of its own. */
export function checkRestraint(dialogue: DialogueSource, chain: ChainSource, report: Report): void {
  const says = Object.entries(dialogue.steps).flatMap(([name, step]) => ('branch' in step ? [] : [{ name, step }]))
  if (Object.values(dialogue.steps).some(({ mode }) => mode !== undefined)) return
  for (const { name, step } of says) {
    const reason = neverSpeaks(step.channel, chain)
    if (reason !== undefined) report('K306', ['steps', name, 'channel'], reason, 'Change policy, or the channel.')
    else if (!waitsOnShelf(step.channel)) checkUsedUp(dialogue, name, step, chain, report)
  }
}

function neverSpeaks(channel: Channel, { policy }: ChainSource): string | undefined {
  if (policy.silent.includes(channel)) return `policy never uses "${channel}"`
  const closed = policy.caps.find(
    (cap) => cap.most === 0 && (cap.channel === channel || (cap.channel === undefined && !waitsOnShelf(channel))),
  )
  return closed && `a cap of 0 closes "${channel}"`
}

type Limit = { channel: Channel | undefined; most: number; per: Ms; words: string }

function checkUsedUp(
  dialogue: DialogueSource,
  name: string,
  step: SaySource,
  chain: ChainSource,
  report: Report,
): void {
  const { caps, rest } = chain.policy
  const limits: Limit[] = caps
    .filter(({ channel }) => channel === undefined || channel === step.channel)
    .map(({ channel, most, per }) => ({
      channel,
      most,
      per,
      words: `at most ${most} ${channel ?? 'of all'} in ${inDays(per)}`,
    }))
  if (rest !== undefined) limits.push({ channel: undefined, most: 1, per: rest, words: `a rest of ${inDays(rest)}` })
  for (const limit of limits) {
    const before = sentBefore(dialogue, name, limit)
    if (before === undefined || before.length < limit.most) continue
    const what = `${limit.words}, and silence brings this less than that after ${choice(before.toReversed())}`
    return report('K309', ['steps', name], what, 'Wait longer before it, or raise the cap.')
  }
}

const inDays = (length: Ms): string => (length % DAY === 0 ? `${length / DAY}d` : `${length / HOUR}h`)

/**
 * The steps that are sure to have used a limit up when silence brings a step, the latest first; undefined when some
 * road to it takes as long as she likes. The fewest of all roads count. An answer may come as late as she likes, so a
 * step that an answer leads to is never sure to be too soon.
 */
function sentBefore(dialogue: DialogueSource, name: string, limit: Limit): string[] | undefined {
  let fewest: string[] | undefined
  const walk = (to: string, later: Ms, sent: string[], trail: readonly string[]): boolean => {
    const waits = waitOf(dialogue, to)
    if (to === dialogue.first || waits === undefined) return false
    const since = later + waits
    for (const [from, step] of Object.entries(dialogue.steps)) {
      for (const road of roadsFrom(from, step)) {
        if (road.to !== to) continue
        if (road.takes === undefined || trail.includes(from)) return false
        const ago = since + road.takes
        const counts = !('branch' in step) && uses(step, limit) && ago < limit.per
        const now = counts ? [...sent, from] : sent
        if (now.length >= limit.most) fewest = fewest && fewest.length <= now.length ? fewest : now
        else if (ago >= limit.per || !walk(from, ago, now, [...trail, from])) return false
      }
    }
    return true
  }
  return walk(name, 0, [], [name]) ? fewest : undefined
}

/** How long a step waits before it speaks; undefined where it waits for the day of an occasion. */
function waitOf({ steps }: DialogueSource, name: string): Ms | undefined {
  const step = ownValue(steps, name)
  const wait = step && !('branch' in step) ? step.wait : undefined
  return typeof wait === 'object' ? undefined : (wait ?? 0)
}

const uses = ({ channel }: SaySource, limit: Limit): boolean =>
  limit.channel === undefined ? !waitsOnShelf(channel) : channel === limit.channel
