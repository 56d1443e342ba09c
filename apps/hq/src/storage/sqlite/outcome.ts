import type { Advanced } from '@kairos/dialogue/advance'
import type { SqliteDatabase } from '@kairos/shared/database'
import { messageId, type CustomerId } from '@kairos/shared/ids'
import { never } from '@kairos/shared/result'
import type { Counters } from './counters.ts'
import type { Pauses } from './pauses.ts'

export type KeepOutcome = ReturnType<typeof outcomeKeeper>

/** Keeps what came out of an advance beside the document: effects that are due (or held back by a pause), and the journal of runs. */
export function outcomeKeeper(database: SqliteDatabase, counters: Counters, pauses: Pauses) {
  const addEffect = database.prepare<[string, string, string, string, string, number, string, string]>(
    `insert into effects (customer, message, dialogue, run, channel, at, status, body)
     values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
  )
  const withdraw = database.prepare<[string, string, string, number, string], { channel: string }>(
    `update effects set status = 'withdrawn'
     where customer = ? and dialogue = ? and run = ? and at >= ? and status = ? returning channel`,
  )
  const addJournal = database.prepare<[string, number, string, string, string, string | null, number]>(
    'insert into journal (customer, at, what, dialogue, run, detail, held) values (?, ?, ?, ?, ?, ?, ?)',
  )

  /** `atHq`: what is granted comes out of head office's own share. */
  return function keepOutcome(id: CustomerId, { effects, happened }: Advanced, atHq: boolean): void {
    for (const effect of effects) {
      switch (effect.do) {
        case 'send': {
          const { message, channel, at } = effect
          const status = pauses.paused() === undefined ? 'due' : 'paused'
          const { changes } = addEffect.run(
            id,
            messageId(message),
            message.dialogue,
            message.run,
            channel,
            at,
            status,
            JSON.stringify(effect),
          )
          counters.add(`${status}:${channel}`, changes)
          break
        }
        case 'withdraw':
          for (const status of ['due', 'paused'])
            for (const { channel } of withdraw.all(id, effect.dialogue, effect.run, effect.since, status))
              counters.add(`${status}:${channel}`, -1)
          break
        case 'grant':
          addJournal.run(id, effect.at, 'granted', effect.dialogue, effect.run, effect.incentive, 0)
          counters.add(`granted:${effect.incentive}`, 1)
          if (atHq) counters.add(`grantedAtHq:${effect.incentive}`, 1)
          break
        case 'redeemed':
        case 'expired':
          addJournal.run(id, effect.at, effect.do, '', '', effect.incentive, 0)
          counters.add(`${effect.do}:${effect.incentive}`, 1)
          break
        default:
          never(effect)
      }
    }
    for (const { at, what, dialogue, run, detail, heldOut } of happened) {
      addJournal.run(id, at, what, dialogue, run, detail ?? null, heldOut ? 1 : 0)
      counters.add(`run:${dialogue}:${what}`, 1)
      if (heldOut && what === 'begun') counters.add(`run:${dialogue}:heldOut`, 1)
    }
  }
}
