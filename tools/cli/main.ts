import { Command } from 'commander'
import { hqCommands } from '@kairos/hq/commands'

const program = new Command('kairos')
  .description('Kairos: dialogue marketing for a retail chain, inside its stores.')
  .showHelpAfterError('(kairos --help says what there is)')
hqCommands(program)
// An import runs beside HQ in little memory (docs/decisions/0006): it does not carry the engine that it has no use for.
if (process.argv[2] !== 'import') {
  const [{ checkCommand }, { simulateCommand }, { hubCommands }] = await Promise.all([
    import('./check.ts'),
    import('./simulate.ts'),
    import('@kairos/hub/commands'),
  ])
  hubCommands(program)
  checkCommand(program)
  simulateCommand(program)
}

await program.parseAsync()
