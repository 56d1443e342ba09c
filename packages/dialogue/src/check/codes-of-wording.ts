import { VARIABLES } from '../templates.ts'
import { error, type CodeWords } from './code-words.ts'

/** Mistakes in texts and conditions. */
export const WORDING_CODES = {
  K201: error(
    'A template is wrong',
    'The customer would read curly brackets, or nothing.',
    `Mend the Liquid. Known are ${VARIABLES.map((name) => `\`${name}\``).join(', ')}.`,
  ),
  K202: error(
    'A condition is wrong',
    'A condition that has no answer counts as no: nobody would ever be meant.',
    'Conditions are CEL and give yes or no. Compare numbers with numbers and texts with texts.',
  ),
  K203: error(
    'A condition names something that is not there',
    'What is unknown makes a condition false: nobody would ever be meant.',
    'Name a memory entry of chain.yaml, or a field that this kind of event has.',
  ),
  K204: error(
    'A whole number stands on the left of a sum',
    'The condition language takes `1 + memory.visits.n == 6` for whole numbers, and it is never true.',
    'Write the number on the right: `memory.visits.n + 1 == 6`.',
  ),
  K205: error(
    'A template does not render',
    'It is well written, but with a customer’s values it fails.',
    'Try it with less: a filter may lack its argument, or a loop may be too long.',
  ),
  K206: error(
    'A condition waits for a value that never comes',
    'No event is ever sent with this store, tier or kind, so the condition never holds.',
    'Name one that the chain has, or add it to chain.yaml.',
  ),
  K207: error(
    'A text lacks a language',
    'The chain promised its customers these languages; the reader would get the fallback.',
    'Write the text in every language of `languages`, or take the language out of the list.',
  ),
  K208: error(
    'A list is too long',
    'It would be cut off on the glass, or its code would be too fine for a telephone at arm’s length.',
    'Say it in fewer and shorter lines. The title stands in the code, too.',
  ),
} satisfies Record<string, CodeWords>
