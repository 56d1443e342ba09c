import { CODES } from './codes.ts'

/** `docs/authors/findings.md`. */
export const findingsPage = (): string =>
  [
    '# What `kairos check` finds',
    '',
    'Each finding names its file, line and key, and says how to mend it. An **error** keeps the playbook from being published. A **warning** is for you to judge: the playbook runs, but probably not as you meant it.',
    '',
    'A code keeps its meaning for ever, so you can look for it in scripts: `kairos check <playbook> --json`.',
    '',
    ...[...CODES].flatMap(([code, { severity, what, why, mend }]) => [
      `## ${code}: ${what}`,
      '',
      `**${severity === 'error' ? 'Error' : 'Warning'}.** ${why}`,
      '',
      `To mend it: ${mend}`,
      '',
    ]),
  ].join('\n')
