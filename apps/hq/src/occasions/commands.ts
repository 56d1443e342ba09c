import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { parse } from 'yaml'
import { z } from 'zod'
import { occasionViewSchema, type OccasionView } from '@kairos/shared/hq-views'
import { fail, ok, type Result } from '@kairos/shared/result'
import type { HqDoor } from '../import/hq-door.ts'
import { counted } from '../import/progress-display.ts'
import { ask, refusalOf, type Refusal } from '../publishing/hq-at-hand.ts'
import { actAtHq, atHq, type AtHq, type CommandWorld, type Done } from '../publishing/hq-command.ts'
import { watch } from '../publishing/watch.ts'
import { announcedAnswerSchema } from './messages.ts'

const HELP = `
It reaches whoever bought of its category in the last 13 months, or everybody at home in its stores; with
both, those of them at home there. The dialogues' own conditions decide the rest (guide: docs/occasions.md).
The file is YAML or JSON and holds the same: kind, name, category, on, stores (a list), id. What the command
line says goes before the file. The same id twice changes nothing.
`

type Options = AtHq & {
  kind?: string
  name?: string
  category?: string
  on?: string
  store?: string[]
  id?: string
  wait?: boolean
}

/** Adds `occasion` and `occasions` to a program. */
export function occasionCommands(program: Command, world: CommandWorld): void {
  const announce = program
    .command('occasion [file]')
    .description('announce an occasion of the chain (new arrivals, a markdown, a show) to those whom it concerns')
    .option('--kind <kind>', 'what dialogues look at: arrivals, markdown, show')
    .option('--name <name>', 'which one, in lower-case letters, digits and dashes: winter-coats')
    .option('--category <category>', 'concerns those who bought of it')
    .option('--store <stores...>', 'concerns those who are at home there')
    .option('--on <day>', 'the day it takes place, as 2026-11-27')
    .option('--id <id>', 'names it for ever (default: kind, name and day)')
    .option('--wait', 'wait until everybody is reached, and show how far that is')
  atHq(announce, HELP).action((file: string | undefined, options: Options) =>
    actAtHq(world, options, (door) => send(world, door, file, options)),
  )
  atHq(program.command('occasions').description('list the occasions and how far each is, the newest first')).action(
    (options: Options) => actAtHq(world, options, (door) => list(world, door)),
  )
}

async function send({ clock, out }: CommandWorld, door: HqDoor, file: string | undefined, options: Options) {
  const told = file === undefined ? ok({}) : readOccasion(file)
  if (!told.ok) return told
  const body = withId({ ...told.value, ...said(options) })
  const answer = await ask(door, clock, { method: 'POST', path: '/v1/occasions', body }, announcedAnswerSchema)
  if (!answer.ok) return answer
  const { duplicate, occasion } = answer.value
  const { id } = occasion
  const todo = 'Nothing was changed. For another one of the same name, give it an id of its own (--id)'
  out.write(duplicate ? `${id} was announced ${when(occasion.announced)}. ${todo}.\n` : `${id} is announced.\n`)
  if (options.wait !== true || occasion.ended) {
    out.write(`${occasionLine(occasion)}${occasion.ended ? '' : '; it goes on by itself'}\n`)
    return ok(0 as const)
  }
  const watched = await watch(door, clock, out, {
    path: '/v1/occasions',
    schema: z.array(occasionViewSchema),
    line: (all) => {
      const now = all.find((each) => each.id === id)
      return now ? { line: occasionLine(now), ended: now.ended } : { line: `${id} is gone from HQ.`, ended: true }
    },
    away: 'It is announced, and goes on when HQ runs again.',
  })
  return watched.ok ? ok(0 as const) : watched
}

async function list({ clock, out }: CommandWorld, door: HqDoor): Promise<Done> {
  const rows = await ask(door, clock, { method: 'GET', path: '/v1/occasions' }, z.array(occasionViewSchema))
  if (!rows.ok) return rows
  for (const row of rows.value) out.write(`${rowLine(row)}\n`)
  return ok(0)
}

/** What the command line says of the occasion itself. */
function said({ kind, name, category, on, store, id }: Options): Record<string, unknown> {
  const all = { id, kind, name, category, on, stores: store }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** An occasion that is not named is named after what it is, so that giving the command again changes nothing. */
const withId = (occasion: Record<string, unknown>): Record<string, unknown> => ({
  id: [occasion['kind'], occasion['name'], occasion['on']].filter((part) => typeof part === 'string').join('-'),
  ...occasion,
})

function readOccasion(file: string): Result<Record<string, unknown>, Refusal> {
  const refused = (what: string) =>
    fail(refusalOf({ code: 'file', what, where: file, todo: 'It holds kind, name, and a category or stores.' }))
  try {
    const read = z.record(z.string(), z.unknown()).safeParse(parse(readFileSync(file, 'utf8')))
    return read.success ? ok(read.data) : refused('this is no occasion')
  } catch (error) {
    return refused(`it cannot be read (${error instanceof Error ? error.message : String(error)})`)
  }
}

const when = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ')

export const occasionLine = ({ done, of, reached, ended }: OccasionView): string => {
  const far = `${counted(done)} of ${counted(of)} customers looked at, ${counted(reached)} reached`
  if (!ended) return far
  return done < of ? `Its day was over after ${far}.` : `${counted(reached)} customers reached.`
}

const rowLine = ({ id, kind, name, category, on, stores, announced, ...progress }: OccasionView): string =>
  [
    when(announced),
    id,
    `${kind} ${name}`,
    ...(category === undefined ? [] : [`category ${category}`]),
    ...(on === undefined ? [] : [`on ${on}`]),
    ...(stores === undefined ? [] : [`in ${stores.join(', ')}`]),
    occasionLine({ id, kind, name, announced, ...progress }),
  ].join('  ')
