import type { MessageRef } from '@kairos/shared/ids'
import { never } from '@kairos/shared/result'
import { DAY, type Ms } from '@kairos/shared/time'
import type { Effect } from '../draft.ts'
import type { Channel } from '../language.ts'
import { zoneRulesOf } from '../local-time.ts'
import { afterQuiet } from '../time-zones.ts'
import type { Life } from './life.ts'
import { planAnswer } from './answering.ts'
import { MANNERS } from './manners.ts'
import { persuade } from './store.ts'

type Sent = Extract<Effect, { do: 'send' }>
type Withdrawn = Extract<Effect, { do: 'withdraw' }>

/** One message in seven hundred makes her ask not to be written to. */
const SHARE_WITHDRAWING = 1 / 700

const takesBack = ({ dialogue, run, since }: Withdrawn, { message, at }: Sent): boolean =>
  message.dialogue === dialogue && message.run === run && at >= since

/** What is asked for and has not gone yet, by life. */
const waiting = new WeakMap<Life, Set<Sent>>()

/** Does in the ghosts' world what the engine wants done. */
export function deliver(life: Life, effects: readonly Effect[]): void {
  for (const effect of effects) {
    switch (effect.do) {
      case 'send':
        post(life, effect)
        break
      case 'withdraw':
        for (const sent of waiting.get(life) ?? []) if (takesBack(effect, sent)) waiting.get(life)?.delete(sent)
        break
      case 'grant':
      case 'redeemed':
      case 'expired':
        // The document holds what is hers; the till looks there.
        break
      default:
        never(effect)
    }
  }
}

/** Whoever calls does so when nobody is asleep. */
function civil(life: Life, channel: Channel, at: Ms): Ms {
  const { current } = life.setting.playbooks
  return channel === 'phone' && current.quiet ? afterQuiet(zoneRulesOf(current, life.customer), current.quiet, at) : at
}

function post(life: Life, sent: Sent): void {
  const pending = waiting.get(life) ?? new Set()
  waiting.set(life, pending.add(sent))
  const { goesAfter } = MANNERS[sent.channel]
  // A deadline that was folded late is sent when it is folded; nothing goes before the beginning.
  const from = Math.max(sent.at, life.setting.from)
  life.plan(civil(life, sent.channel, from + life.ghost.chance.between(...goesAfter)), (at) => {
    if (!pending.delete(sent)) return
    // Withdrawal does not take back what was asked for; the channel looks at the consent again (rule E14).
    if (life.customer.consent['marketing']?.given !== true)
      return life.watcher.stopped(life.ghost, sent.message, sent.channel, at)
    arrive(life, sent.message, sent.channel, at)
  })
}

function arrive(life: Life, message: MessageRef, channel: Channel, at: Ms): void {
  const { ghost } = life
  life.reach(message, channel, at)
  persuade(life, at)
  if (ghost.chance.happens(SHARE_WITHDRAWING))
    life.plan(at + ghost.chance.exponential(DAY), (at) =>
      life.does({ type: 'consent', purpose: 'marketing', given: false, strength: 'held' }, at),
    )
  planAnswer(life, message, at)
}
