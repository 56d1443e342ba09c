import type { Command } from 'commander'
import { z } from 'zod'
import { playbookRowSchema, type PlaybookRow } from '@kairos/shared/hq-views'
import { fail, ok, type Result } from '@kairos/shared/result'
import type { HqDoor } from '../import/hq-door.ts'
import { counted, type Output } from '../import/progress-display.ts'
import { readPlaybookFolder } from '../playbook-folder.ts'
import { ask, refusalOf, type Refusal } from './hq-at-hand.ts'
import { actAtHq, atHq, type AtHq, type CommandWorld, type Done } from './hq-command.ts'
import { pausedAnswerSchema, publishedAnswerSchema, type PublishedAnswer } from './messages.ts'
import { sweepLine, sweepWatched } from './sweep-watch.ts'
import { watch } from './watch.ts'

/** `user`: who is at the keyboard, where `--who` does not say. */
export type PublishingWorld = CommandWorld & { user: string }
type Options = AtHq & { who?: string; note?: string; wait?: boolean }

const PAUSE_EXITS = `
2 when HQ has taken it and some stores have not confirmed it yet: they hear of it when their line is back.`

/** Adds `publish`, `playbooks`, `rollback`, `pause` and `resume` to a program. */
export function publishingCommands(program: Command, world: PublishingWorld): void {
  const add = (usage: string, description: string, help = '') =>
    atHq(program.command(usage).description(description), help)
  const act = (options: Options, what: (door: HqDoor) => Promise<Done>) => actAtHq(world, options, what)
  const by = ({ who = world.user, note = '' }: Options) => ({ who, note })

  signed(add('publish <playbook>', 'check a playbook and make it the current version, in HQ and every store'))
    .option('--wait', 'wait until the memory that it asks for is filled, and show how far that is')
    .action((folder: string, options: Options) =>
      act(options, (door) => publish(world, door, folder, by(options), options.wait === true)),
    )
  add('playbooks', 'list the published versions, the newest first').action((options: Options) =>
    act(options, (door) => list(world, door)),
  )
  signed(add('rollback <version>', "publish an older version's files again, as a new version")).action(
    (version: string, options: Options) => act(options, (door) => rollBack(world, door, version, by(options))),
  )
  signed(add('pause', 'stop all speaking, everywhere: screens, tablets, sending', PAUSE_EXITS)).action(
    (options: Options) => act(options, (door) => pause(world, door, { paused: true, ...by(options) })),
  )
  signed(add('resume', 'let speaking go on, everywhere', PAUSE_EXITS)).action((options: Options) =>
    act(options, (door) => pause(world, door, { paused: false, ...by(options) })),
  )
}

/** What changes something for everybody says who did it. */
export const signed = (command: Command): Command =>
  command
    .option('--who <name>', 'who does this (default: the name you are logged in with)')
    .option('--note <text>', 'why, for those who read of it later')

type By = { who: string; note: string }

async function publish(world: PublishingWorld, door: HqDoor, folder: string, by: By, wait: boolean): Promise<Done> {
  const files = readFolder(folder)
  if (!files.ok) return files
  const question = { method: 'POST' as const, path: '/v1/playbooks', body: { files: files.value, ...by } }
  const answer = await ask(door, world.clock, question, publishedAnswerSchema, `${folder.replace(/\/+$/, '')}/`)
  if (!answer.ok) return answer
  sayPublished(world.out, answer.value, wait)
  if (!wait || !answer.value.sweep) return ok(0)
  const watched = await watch(door, world.clock, world.out, sweepWatched)
  return watched.ok ? ok(0) : watched
}

function sayPublished(out: Output, { version, changed, sweep }: PublishedAnswer, wait: boolean): void {
  out.write(changed ? `Version ${version} is current.\n` : `Version ${version} is current already; nothing changed.\n`)
  if (sweep && !wait) out.write(`${sweepLine(sweep)}; it goes on by itself.\n`)
}

function readFolder(folder: string): Result<Record<string, string>, Refusal> {
  const todo = 'Name the folder that holds chain.yaml.'
  try {
    const files = readPlaybookFolder(folder)
    if (files['chain.yaml'] !== undefined) return ok(files)
    return fail(refusalOf({ code: 'folder', what: 'there is no chain.yaml', where: folder, todo }))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return fail(refusalOf({ code: 'folder', what: `it cannot be read (${why})`, where: folder, todo }))
  }
}

async function list({ clock, out }: PublishingWorld, door: HqDoor): Promise<Done> {
  const rows = await ask(door, clock, { method: 'GET', path: '/v1/playbooks' }, z.array(playbookRowSchema))
  if (!rows.ok) return rows
  for (const row of rows.value) out.write(`${rowLine(row)}\n`)
  return ok(0)
}

export const rowLine = ({ version, at, who, note, current, filesOf }: PlaybookRow): string =>
  [
    `${current ? '*' : ' '} ${counted(version).padStart(4)}`,
    new Date(at).toISOString().slice(0, 16).replace('T', ' '),
    who,
    ...(filesOf === undefined ? [] : [`the files of ${filesOf}`]),
    ...(note === '' ? [] : [note]),
  ].join('  ')

async function rollBack({ clock, out }: PublishingWorld, door: HqDoor, version: string, by: By): Promise<Done> {
  if (!/^[1-9]\d{0,8}$/.test(version))
    return fail(
      refusalOf({ code: 'version', what: `"${version}" is no version`, todo: '"kairos playbooks" lists them.' }),
    )
  const body = { version: Number(version), ...by }
  const question = { method: 'POST' as const, path: '/v1/playbooks/rollback', body }
  const answer = await ask(door, clock, question, publishedAnswerSchema)
  if (!answer.ok) return answer
  sayPublished(out, answer.value, false)
  if (answer.value.changed) out.write(`It has the files of version ${version}.\n`)
  return ok(0)
}

async function pause({ clock, out }: PublishingWorld, door: HqDoor, body: By & { paused: boolean }): Promise<Done> {
  const answer = await ask(door, clock, { method: 'POST', path: '/v1/pause', body }, pausedAnswerSchema)
  if (!answer.ok) return answer
  const { paused, changed, told, untold } = answer.value
  const state = paused ? 'All speaking is paused' : 'Speaking goes on'
  out.write(`${state}${changed ? '' : ', as before'}.\n`)
  if (told.length > 0) out.write(`  confirmed by ${told.join(', ')}\n`)
  if (untold.length > 0)
    out.write(
      `  not confirmed by ${untold.join(', ')}: told as soon as the line is up (or the hub is too old to obey)\n`,
    )
  return ok(untold.length > 0 ? 2 : 0)
}
