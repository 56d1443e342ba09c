import type { Command } from 'commander'
import { systemClock } from '@kairos/shared/system-clock'
import { importCommands } from './import/command.ts'

/** HQ's part of the `kairos` command. */
export function hqCommands(program: Command): void {
  importCommands(program, { clock: systemClock, out: process.stdout, token: process.env['KAIROS_TOKEN'] })
}
