import { InvalidArgumentError, type Command } from 'commander'
import type { LoyaltyCard } from '@kairos/shared/identity'
import { SECOND, type Ms } from '@kairos/shared/time'
import { checkDevices } from './check.ts'
import { learnDevice } from './learn.ts'
import { listDevices } from './list.ts'
import { settingsIn, transportOf } from './source.ts'
import { watchDevices } from './watch.ts'

/** How a card of the chain's own is told on the command line: `77:12`, what it begins with and how many digits it has. */
function card(text: string, before: LoyaltyCard[]): LoyaltyCard[] {
  const [, prefix, digits] = /^(\d{2,8}):(\d{1,2})$/.exec(text) ?? []
  if (prefix === undefined || Number(digits) < 8 || Number(digits) > 24)
    throw new InvalidArgumentError('Write its first digits and how many it has, 8 to 24: 77:12.')
  return [...before, { prefix, digits: Number(digits) }]
}

function seconds(text: string): Ms {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('Write whole seconds: 30.')
  return Number(text) * SECOND
}

type Options = { recording?: string; deviceSettings?: string; card: LoyaltyCard[]; for?: Ms; show: boolean }

/** Whatever went wrong is one sentence, and exit status 1. */
async function run(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}

const withSource = (command: Command) =>
  command
    .option('--device-settings <file>', 'the screen’s device settings: layout, taught devices (docs/devices.md)')
    .option('--recording <file>', 'a recording in place of the devices of this machine')
const withReading = (command: Command) =>
  withSource(command)
    .option('--card <prefix:digits>', 'a card of the chain’s own, 77:12; once for each kind', card, [])
    .option('--for <seconds>', 'how long; else until Ctrl-C', seconds)
    .option('--show', 'show what was read in full, not its last two characters only', false)

/** `kairos devices`: the readers, scanners and keypads of this machine. Nothing of a payment card is ever shown or kept. */
export function devicesCommand(program: Command): void {
  const devices = program
    .command('devices')
    .description(
      'the readers, scanners and keypads of this machine: what is there, whether it can be read, what it reads',
    )
  withSource(devices.command('list').description('say what is plugged in, and what to do where it cannot be read'))
    .option('--json', 'as JSON: [{ path, id, name, standing, model, isAllowed, description }]', false)
    .action((options: Options & { json: boolean }) =>
      run(async () => listDevices(transportOf(options.recording), settingsIn(options.deviceSettings), options.json)),
    )
  withReading(devices.command('watch').description('show what is read, as it is read')).action((options: Options) =>
    run(() =>
      watchDevices(transportOf(options.recording), { ...settingsIn(options.deviceSettings), ...reading(options) }),
    ),
  )
  withSource(devices.command('check').description('say whether every reader can be read, and what is missing'))
    .addHelpText('after', '\nThe exit status is 1 when something has to be done, else 0.')
    .action((options: Options) =>
      run(() => checkDevices(transportOf(options.recording), settingsIn(options.deviceSettings))),
    )
  withReading(
    devices.command('learn').description('record what a device sends while you use it, and say which model it may be'),
  )
    .argument('<path>', 'the device, as “kairos devices list” names it')
    .option('--out <file>', 'where the recording goes', 'recording.jsonl')
    .addHelpText('after', '\nUse cards of your own: where a payment card was read, nothing is kept.')
    .action((path: string, options: Options & { out: string }) =>
      run(() =>
        learnDevice(transportOf(options.recording), path, {
          ...settingsIn(options.deviceSettings),
          ...reading(options),
          out: options.out,
        }),
      ),
    )
}

const reading = ({ card: cards, for: time, show }: Options) => ({ cards, time, show })
