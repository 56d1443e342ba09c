import { Command } from 'commander'
import { hqCommands } from '@kairos/hq/commands'

const program = new Command('kairos')
  .description('Kairos: dialogue marketing for a retail chain, inside its stores.')
  .showHelpAfterError('(kairos --help says what there is)')
hqCommands(program)

await program.parseAsync()
