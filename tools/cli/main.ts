import { Command } from 'commander'
import { hqCommands } from '@kairos/hq/commands'
import { checkCommand } from './check.ts'
import { simulateCommand } from './simulate.ts'

const program = new Command('kairos')
  .description('Kairos: dialogue marketing for a retail chain, inside its stores.')
  .showHelpAfterError('(kairos --help says what there is)')
hqCommands(program)
checkCommand(program)
simulateCommand(program)

await program.parseAsync()
