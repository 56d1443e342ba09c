import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { systemClock } from '@kairos/shared/system-clock'
import { customerCommands } from './customers/commands.ts'
import { importCommands } from './import/command.ts'
import { occasionCommands } from './occasions/commands.ts'
import { publishingCommands } from './publishing/commands.ts'

/** HQ's part of the `kairos` command. */
export function hqCommands(program: Command): void {
  const world = { clock: systemClock, out: process.stdout, token: process.env['KAIROS_TOKEN'] }
  importCommands(program, world)
  occasionCommands(program, world)
  publishingCommands(program, { ...world, user: userName() })
  customerCommands(program, { ...world, user: userName() })
}

/** A system may know no name for the one who runs this (a container, say). */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}
