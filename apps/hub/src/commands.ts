import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { rebuiltSchema } from './rebuilt.ts'

const doorSchema = z.object({ url: z.string(), till: z.string() })
const problemSchema = z.object({ problem: z.string() })

type Door = { url: string; till: string }
type Options = { data: string; hub?: string }

function doorOf({ data, hub }: Options, token: string | undefined): Door | undefined {
  if (hub !== undefined) return token === undefined ? undefined : { url: hub, till: token }
  try {
    return doorSchema.safeParse(JSON.parse(readFileSync(join(data, 'door.json'), 'utf8'))).data
  } catch {
    return undefined
  }
}

/** Asks a running hub to read everything from HQ again; gives what to say, and whether it was done. */
export async function askToRebuild(
  options: Options,
  token: string | undefined,
): Promise<[said: string, done: boolean]> {
  const door = doorOf(options, token)
  if (!door) {
    const todo =
      'Say where its data is (--data <folder>), or where it answers (--hub <URL>, the till’s token in KAIROS_TOKEN).'
    return [`The hub’s door is not known. ${todo}`, false]
  }
  try {
    const answer = await fetch(new URL('/v1/rebuild', door.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${door.till}` },
    })
    const said: unknown = await answer.json()
    const rebuilt = rebuiltSchema.safeParse(said)
    if (!rebuilt.success) {
      const problem = problemSchema.safeParse(said)
      return [
        `The hub refused (${answer.status}): ${problem.success ? problem.data.problem : 'no reason given'}`,
        false,
      ]
    }
    const { is, customers } = rebuilt.data
    return is === 'reading'
      ? [
          `The hub reads all of its customers from head office again (it has ${customers}), and serves them meanwhile.`,
          true,
        ]
      : [
          'The hub’s file is damaged. Restart the hub: it makes the file anew, and keeps what it has still to send.',
          true,
        ]
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return [
      `The hub at ${door.url} cannot be reached (${why}). Start it first; a damaged file does not keep it from starting.`,
      false,
    ]
  }
}

/** The hub's part of the `kairos` command. */
export function hubCommands(program: Command): void {
  program
    .command('hub')
    .description('what is done at a store’s hub')
    .command('rebuild')
    .description('read all of a store’s customers from head office again; nothing that waits to be sent is lost')
    .option('--data <folder>', "the hub's data folder, where its address and token are found", 'data/hub')
    .option('--hub <URL>', 'the address of a hub elsewhere; the till’s token is taken from KAIROS_TOKEN')
    .action(async (options: Options) => {
      const [said, done] = await askToRebuild(options, process.env['KAIROS_TOKEN'])
      process.stdout.write(`${said}\n`)
      process.exitCode = done ? 0 : 1
    })
}
