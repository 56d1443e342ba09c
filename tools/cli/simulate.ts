import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import { findingInWords } from '@kairos/dialogue/finding'
import { PlaybookLibrary } from '@kairos/dialogue/library'
import type { Playbooks } from '@kairos/dialogue/playbook'
import { reportInWords } from '@kairos/dialogue/simulate/report-words'
import { simulate } from '@kairos/dialogue/simulate'
import { tellStory } from '@kairos/dialogue/simulate/story'
import { readStory } from '@kairos/dialogue/simulate/story-file'
import { why } from '@kairos/dialogue/simulate/why'
import { BEHAVIOURS } from '@kairos/dialogue/simulate/world'
import { readPlaybookFolder } from '@kairos/hq/playbook-folder'

type Options = {
  customers: number
  days: number
  seed: number
  from: string
  json?: true
  customer?: string
  why?: string
}

const whole = (text: string): number => {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It has to be a whole number from 1.')
  return number
}

const day = (text: string): string => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('It has to be a day such as 2026-01-05.')
  return text
}

/** `kairos simulate`: ghost customers live through a playbook, or one customer's story is told. */
export function simulateCommand(program: Command): void {
  program
    .command('simulate')
    .description('let ghost customers live through a playbook, with all of its policy, or tell one customer’s story')
    .argument('<playbook>', 'the playbook’s folder')
    .option('--customers <n>', 'how many ghosts', whole, 1000)
    .option('--days <n>', 'how long they live through it', whole, 365)
    .option('--seed <n>', 'the same seed gives the same lives', whole, 1)
    .option('--from <day>', 'the first day', day, '2026-01-05')
    .option('--json', 'print the report as JSON')
    .option('--customer <story.yaml>', 'tell one customer’s story line by line instead')
    .option('--why <message>', 'with --customer: why she got a message or not (dialogue, or dialogue/step)')
    .addHelpText('after', () => `\nWhat ghosts do:\n${ghostsInWords()}`)
    .action((folder: string, options: Options) => {
      process.exitCode = run(folder, options)
    })
}

const ghostsInWords = (): string =>
  Object.entries(BEHAVIOURS)
    .map(([event, words]) => `  ${event.padEnd(9)} ${words}`)
    .join('\n')

/** Refuses in words on stderr; 1 is the exit code of whatever was refused. */
const refuse = (lines: readonly string[]): number => {
  process.stderr.write(`${lines.join('\n')}\n`)
  return 1
}

function run(folder: string, options: Options): number {
  const { customer, why: message } = options
  if (message !== undefined && customer === undefined)
    return refuse(['--why asks about one customer: give her story with --customer story.yaml.'])
  if (!existsSync(join(folder, 'chain.yaml')))
    return refuse([`There is no playbook in ${folder}: a playbook is a folder with a chain.yaml.`])
  const playbooks = new PlaybookLibrary()
  const compiled = playbooks.add({ version: 1, files: readPlaybookFolder(folder) })
  if (!compiled.ok) return refuse(compiled.error.map(findingInWords))
  if (customer !== undefined) return tell(playbooks, customer, options)
  return live(playbooks, options)
}

function tell(playbooks: Playbooks, path: string, { why: message, json }: Options): number {
  if (!existsSync(path)) return refuse([`There is no story ${path}.`])
  const story = readStory(path, readFileSync(path, 'utf8'))
  if (!story.ok) return refuse(story.error)
  const told = message === undefined ? tellStory(playbooks, story.value) : why(playbooks, story.value, message)
  if (!told.ok) return refuse(told.error)
  console.log(json ? JSON.stringify(told.value, null, 2) : told.value.join('\n'))
  return 0
}

function live(playbooks: Playbooks, { customers, days, seed, from, json }: Options): number {
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  const step = Math.max(1, Math.floor(customers / 20))
  const report = simulate(playbooks, {
    customers,
    days,
    seed,
    from: Date.parse(from),
    watcher: {
      lived: (_, done) => {
        if (done % step === 0 && process.stderr.isTTY)
          process.stderr.write(
            `\r${Math.round((done / customers) * 100)} % of ${customers} lives, ${seconds().toFixed(0)} s`,
          )
      },
    },
  })
  // On a terminal the line with the progress is written over and cleared to its end.
  const [before, after] = process.stderr.isTTY ? ['\r', '\u001B[K'] : ['', '']
  process.stderr.write(`${before}${customers} lives in ${seconds().toFixed(1)} s${after}\n`)
  console.log(json ? JSON.stringify(report, null, 2) : reportInWords(report).join('\n'))
  return 0
}
