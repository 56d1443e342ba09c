import { Command } from 'commander'

const program = new Command('kairos')
  .description('Kairos: dialogue marketing for a retail chain, inside its stores.')
  .showHelpAfterError('(kairos --help says what there is)')
const [, , asked] = process.argv
// Devices are looked at on the machine of a screen, which has nothing of head office to load.
if (asked !== 'devices') (await import('@kairos/hq/commands')).hqCommands(program)
// An import runs beside HQ in little memory (docs/decisions/0006): it does not carry the engine that it has no use for.
if (asked !== 'import') (await import('./devices/devices.ts')).devicesCommand(program)
if (asked !== 'import' && asked !== 'devices') {
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
