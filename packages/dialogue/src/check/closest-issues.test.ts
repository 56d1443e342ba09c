import { expect, test } from 'vitest'
import { dialogueSchema } from '../language.ts'
import { closestIssues } from './closest-issues.ts'

const problems = (step: object): string[] => {
  const parsed = dialogueSchema.safeParse({
    dialogue: 'talk',
    level: 1,
    begins: { when: 'visit' },
    goal: { when: 'purchase' },
    first: 'offer',
    steps: { offer: step },
  })
  return closestIssues(parsed.error?.issues ?? []).map(
    (issue) => `${issue.path.join('.')} ${issue.code === 'unrecognized_keys' ? issue.keys.join() : issue.code}`,
  )
}
const message = { title: 'Hello', body: 'You' }
const silence = { after: '7d', next: 'over' }

test.each([
  [
    'a misspelt key of a step that says something',
    { chanel: 'email', message, silence },
    'steps.offer.channel invalid_value',
  ],
  ['a key too much', { channel: 'email', message, silence, helpOnly: true }, 'steps.offer helpOnly'],
  [
    'a wrong value deep inside',
    { channel: 'email', message, silence: { after: '7', next: 'over' } },
    'steps.offer.silence.after invalid_format',
  ],
  ['a branch without its way out', { branch: [{ if: 'true', next: 'over' }] }, 'steps.offer.otherwise invalid_type'],
  [
    'a misspelt key of a branch',
    { branch: [{ if: 'true', next: 'over' }], otherwise: 'over', grant: 'x' },
    'steps.offer grant',
  ],
])('%s is named at its own place', (_, step, problem) => {
  expect(problems(step)).toContain(problem)
})

test('what is right has no issue', () => {
  expect(problems({ channel: 'email', message, silence })).toEqual([])
})
