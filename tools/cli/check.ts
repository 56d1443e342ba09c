import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { checkPlaybook } from '@kairos/dialogue/check'
import { findingInWords, type RatedFinding } from '@kairos/dialogue/finding'
import { readPlaybookFolder } from '@kairos/hq/playbook-folder'

/** Why a folder is no playbook at all, in words; absent when it may be one. */
function notAPlaybook(folder: string): string | undefined {
  if (!existsSync(folder)) return `There is no folder ${folder}.`
  if (!statSync(folder).isDirectory())
    return `${folder} is a file. Name the playbook's folder, the one that holds chain.yaml.`
  if (!existsSync(join(folder, 'chain.yaml')))
    return `${folder} holds no chain.yaml, so it is no playbook. Name the folder that does.`
  return undefined
}

const counted = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`

function inWords(findings: readonly RatedFinding[], errors: number, dialogues: number): string {
  if (findings.length === 0) return `${counted(dialogues, 'dialogue')}, nothing to mend.\n`
  const lines = findings.map((finding) => `${finding.severity} ${findingInWords(finding)}`)
  const warnings = findings.length - errors
  const close =
    errors === 0
      ? 'It can be published.'
      : 'It cannot be published as it is. Each code is explained in docs/authors/findings.md.'
  return `${[...lines, '', `${counted(errors, 'error')}, ${counted(warnings, 'warning')}. ${close}`].join('\n')}\n`
}

/** `kairos check`: what is wrong with a playbook, before anything is published. */
export function checkCommand(program: Command): void {
  program
    .command('check')
    .description('say what is wrong with a playbook, and how to mend it')
    .argument('<playbook>', 'the folder that holds chain.yaml and dialogues/')
    .option('--json', 'as JSON: { errors, warnings, findings }')
    .addHelpText('after', '\nThe exit status is 1 when there is an error, else 0; warnings alone do not count.')
    .action((folder: string, { json }: { json?: true }) => {
      const problem = notAPlaybook(folder)
      if (problem !== undefined) {
        process.stderr.write(`${problem}\n`)
        process.exitCode = 1
        return
      }
      const files = readPlaybookFolder(folder)
      const findings = checkPlaybook(files)
      const errors = findings.filter(({ severity }) => severity === 'error').length
      const dialogues = Object.keys(files).filter((name) => name.startsWith('dialogues/')).length
      process.stdout.write(
        json
          ? `${JSON.stringify({ errors, warnings: findings.length - errors, findings }, undefined, 2)}\n`
          : inWords(findings, errors, dialogues),
      )
      process.exitCode = errors > 0 ? 1 : 0
    })
}
