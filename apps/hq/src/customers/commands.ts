import type { Command } from 'commander'
import { z } from 'zod'
import type { HqDoor } from '../import/hq-door.ts'
import { ok } from '@kairos/shared/result'
import { ask } from '../publishing/hq-at-hand.ts'
import { signed, type PublishingWorld } from '../publishing/commands.ts'
import { actAtHq, atHq, type AtHq, type Done } from '../publishing/hq-command.ts'
import { erasedAnswerSchema, erasureSchema, mergedAnswerSchema } from './messages.ts'

type Options = AtHq & { who?: string; note?: string }

/** Adds `merge`, `erase` and `erasures` to a program. */
export function customerCommands(program: Command, world: PublishingWorld): void {
  const add = (usage: string, description: string) => atHq(program.command(usage).description(description))
  const by = ({ who = world.user, note = '' }: Options) => ({ who, note })

  signed(add('merge <customer> <other>', 'two customers are one: all of the other becomes the first one’s')).action(
    (into: string, from: string, options: Options) =>
      actAtHq(world, options, (door) => merge(world, door, into, { from, ...by(options) })),
  )
  signed(add('erase <customer>', 'erase a customer: at head office now, in every store as soon as it hears')).action(
    (id: string, options: Options) => actAtHq(world, options, (door) => erase(world, door, id, by(options))),
  )
  add('erasures', 'list who was erased (not by name), and which stores have not read of it').action(
    (options: Options) => actAtHq(world, options, (door) => list(world, door)),
  )
}

const customerPath = (id: string) => `/v1/customers/${encodeURIComponent(id)}`

async function merge({ clock, out }: PublishingWorld, door: HqDoor, into: string, body: object): Promise<Done> {
  const question = { method: 'POST' as const, path: `${customerPath(into)}/merge`, body }
  const answer = await ask(door, clock, question, mergedAnswerSchema)
  if (!answer.ok) return answer
  out.write(`They are one customer, ${into}.\n`)
  return ok(0)
}

async function erase({ clock, out }: PublishingWorld, door: HqDoor, id: string, body: object): Promise<Done> {
  const question = { method: 'DELETE' as const, path: customerPath(id), body }
  const answer = await ask(door, clock, question, erasedAnswerSchema)
  if (!answer.ok) return answer
  const { stores } = answer.value
  out.write('Erased at head office.\n')
  if (stores.length > 0)
    out.write(
      `  ${stores.join(', ')} ${stores.length === 1 ? 'hears' : 'hear'} of it: "kairos erasures" tells who has.\n`,
    )
  return ok(0)
}

async function list({ clock, out }: PublishingWorld, door: HqDoor): Promise<Done> {
  const rows = await ask(door, clock, { method: 'GET', path: '/v1/erasures' }, z.array(erasureSchema))
  if (!rows.ok) return rows
  for (const { at, who, name, waiting } of rows.value)
    out.write(
      `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}  ${who}  ${name}  ${waiting.length === 0 ? 'done' : `waits for ${waiting.join(', ')}`}\n`,
    )
  return ok(0)
}
