import { setFlagsFromString } from 'node:v8'
import type { Command } from 'commander'
import type { Clock } from '@kairos/shared/time'
import { importPurchases } from './import-purchases.ts'
import type { Output } from './progress-display.ts'

const HELP = `
The file is CSV with a header, plain or gzipped. The mapping says what its columns mean
(example: playbooks/marlow-finch/imports/online-retail-uci.yaml; guide: docs/import.md).
What is imported is history: it fills the customers' memory and begins and sends nothing.

Every row is in exactly one class, the first of these that fits:
  bad               wrong number of columns or broken quotation marks; no receipt or article
                    number, or one of more than 60 characters; unreadable time; quantity no whole
                    number, zero, negative where the receipt is no cancellation or positive where
                    it is one, or above 1,000,000,000; price no number or negative; an amount above
                    10^12 minor units; a customer, till or store that the mapping cannot read
  without customer  the customer's column is empty
  cancellation      the receipt number begins as the mapping says; told as a return
  purchase line     everything else, articles that cost nothing included

Bad rows are reported with line and reason, the first 20 here, all in a file whose path is said.
The same file (with the same mapping) twice changes nothing. An import that was interrupted goes on
when the same command is run again.

Environment: KAIROS_TOKEN, the token for the HQ that --hq names.
Exit code: 0 when HQ has every event of the file, else 1.
`

/** Adds `import purchases` to a program. */
export function importCommands(
  program: Command,
  world: { clock: Clock; out: Output; token: string | undefined },
): void {
  program
    .command('import')
    .description('bring in what other systems recorded')
    .command('purchases')
    .description('bring a purchase log into a running HQ, as history')
    .argument('<file>', 'the log: CSV, gzipped or not')
    .requiredOption('--map <mapping>', "a YAML file that says what the log's columns mean")
    .option('--data <folder>', "HQ's data folder, where its address and token are found", './data')
    .option('--hq <URL>', 'the address of an HQ elsewhere; its token is taken from KAIROS_TOKEN')
    .option('--report <file>', 'where the bad rows go (default: <data folder>/imports/<id>.bad.csv)')
    .addHelpText('after', HELP)
    .action(async (file: string, options: { map: string; data: string; hq?: string; report?: string }) => {
      // Rows become garbage at once. Left alone, V8 lets 200 MB of it gather on a large machine; so, about 50 MB.
      setFlagsFromString('--optimize-for-size')
      const token = world.token === undefined ? {} : { token: world.token }
      process.exitCode = await importPurchases({ file, ...options, ...token }, world.clock, world.out)
    })
}
