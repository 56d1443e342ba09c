import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { pack, packedPlatformSchema } from './pack.ts'

/** `npm run dist`: installers of the screens' program, for this machine's platform or another one. */
const program = new Command('npm run dist --')
  .description('Packs the screens’ program. Signing and what else is to be known: docs/screens-installing.md')
  .option('--dir', 'only the folder of the program, no installer', false)
  .option('--platform <name>', 'linux, darwin or win32', process.platform)
  .option('--output <folder>', 'where it goes to', fileURLToPath(new URL('../../dist/packed', import.meta.url)))
  .parse()
const options = program.opts<{ dir: boolean; platform: string; output: string }>()
const packed = await pack({
  platform: packedPlatformSchema.parse(options.platform),
  isFolderOnly: options.dir,
  // Where the machine may download nothing, this names the folder of an Electron that was unpacked by hand.
  electron: process.env['KAIROS_ELECTRON'],
  output: options.output,
})
for (const path of packed) process.stdout.write(`${path}\n`)
