import type { Command } from 'commander'
import { fail, type Result } from '@kairos/shared/result'
import type { Clock } from '@kairos/shared/time'
import { findHq, type HqDoor } from '../import/hq-door.ts'
import type { Output } from '../import/progress-display.ts'
import { refusalOf, type Refusal } from './hq-at-hand.ts'

export type CommandWorld = { clock: Clock; out: Output; token: string | undefined }
/** Where HQ is, as the command line says it. */
export type AtHq = { data: string; hq?: string }
/** The exit code, or the lines that say why nothing was done. */
export type Done = Result<0 | 2, Refusal>

const EXITS = `
Environment: KAIROS_TOKEN, the token for the HQ that --hq names.
Exit code: 0 when it is done, 1 when nothing was changed because it could not be.`

/** Makes a command one that is given to a running HQ. */
export const atHq = (command: Command, help = ''): Command =>
  command
    .option('--data <folder>', "HQ's data folder, where its address and token are found", './data')
    .option('--hq <URL>', 'the address of an HQ elsewhere; its token is taken from KAIROS_TOKEN')
    .addHelpText('after', `${EXITS}${help}`)

/** Finds HQ, does it there, and says why if it could not be done. */
export async function actAtHq(
  { out, token }: CommandWorld,
  { data, hq }: AtHq,
  what: (door: HqDoor) => Promise<Done>,
): Promise<void> {
  const found = await findHq({ data, ...(hq === undefined ? {} : { hq }), ...(token === undefined ? {} : { token }) })
  const done: Done = found.ok ? await what(found.value) : fail(refusalOf(found.error))
  if (!done.ok) for (const line of done.error) out.write(`${line}\n`)
  process.exitCode = done.ok ? done.value : 1
}
