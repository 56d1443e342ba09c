import { error, warning, type CodeWords } from './code-words.ts'

/** Mistakes in reading a file, and in how a dialogue goes from step to step. */
export const DIALOGUE_CODES = {
  K001: error(
    'The file is not YAML',
    'Nothing in it can be read.',
    'Look for a bracket or quotation mark that is not closed, or for a line that is indented too little.',
  ),
  K002: error(
    'Something is not in the language',
    'A misspelt key would otherwise be a wish that nobody hears.',
    'See the [reference](reference.md) for what may stand there. With the JSON Schema an editor says it as you type.',
  ),
  K101: error(
    'Silence has no next step',
    'Most customers do not answer. A step without silence would leave them waiting for ever.',
    'Add `silence: { after: 7d, next: over }` with the time and the step that fit.',
  ),
  K102: error(
    'A response leads to a step that is not there',
    'Whoever answers so would hear nothing more.',
    'Name a step of this dialogue, or one of the endings `won`, `lost`, `over`.',
  ),
  K103: error('The first step is not there', 'The dialogue could not begin.', 'Let `first` name one of the steps.'),
  K104: error(
    'A step has the name of an ending',
    'Nobody could tell the step from the ending.',
    'Give the step another name than `won`, `lost` and `over`.',
  ),
  K105: error(
    'Nothing leads to a step',
    'What is written there would never be said.',
    'Lead a response, silence or branch to it, or take it out.',
  ),
  K106: error(
    '`about` names no memory that counts by a key',
    'The run could not tell what it is about.',
    'Name an entry of `memory` in chain.yaml that has a `by`.',
  ),
  K107: error(
    'Two dialogues have one name',
    'Answers name their dialogue; they would reach the wrong one.',
    'Give one of them another name.',
  ),
  K108: error(
    'Branches lead round in a circle without a wait',
    'The run would go round for ever within one moment.',
    'Put a step that says something, and so waits for an answer, into the circle; or lead one branch out of it.',
  ),
  K109: warning(
    'Nothing but the goal ends this',
    'The steps lead only to each other: whoever does not reach the goal hears the same again and again.',
    'Lead one response or silence to an ending, or give the dialogue `expires`.',
  ),
  K110: error(
    'A transition looks at a number that is not kept',
    'The moment could never be noticed.',
    'Name an entry of `memory` in chain.yaml, or add one.',
  ),
  K111: error(
    'A key is missing or too much',
    'An entry with `by` has one number for each key, an entry without has one number only.',
    'Give `key` (or `key: any` for whichever moved) for an entry with `by`; take it out for one without.',
  ),
  K112: error(
    'A drop needs a window',
    'A drop compares the two halves of a window; a count that only grows never falls.',
    'Give the memory entry a `window`, such as `window: 60d`.',
  ),
  K113: error(
    'The run ends before the message goes out',
    'A step that waits longer than the dialogue lasts is never heard.',
    'Make `wait` shorter or `expires` longer.',
  ),
  K114: error(
    '`about` names a field that the event does not have',
    'What the run is about would not be known, and then it does not begin.',
    'Name a field of the event that begins the dialogue, or `most` with a memory entry.',
  ),
  K115: error(
    'Everybody is near',
    'Whoever has nothing yet is within reach already, so nobody ever comes near.',
    'Make `within` smaller than `at`.',
  ),
  K116: error(
    'The day of an occasion is not known here',
    'Nothing tells how long it is until then, so the dialogue would not begin, or a text would leave the day out.',
    'Begin with `when: occasion`, or after a dialogue that does. Otherwise use lengths of time only.',
  ),
  K117: error(
    'Only a screen is in a part of the store',
    'Nobody knows where she is when a letter comes, so the step would never be said.',
    'Take `zones` out, or let `channel` be `screen`.',
  ),
  K118: error(
    'Only a screen hands over a list',
    'A list is taken along by the code on a glass; elsewhere it would be left out without a word.',
    'Take `list` out, or let `channel` be `screen`.',
  ),
} satisfies Record<string, CodeWords>
