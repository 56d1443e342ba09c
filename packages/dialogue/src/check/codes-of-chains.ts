import { error, warning, type CodeWords } from './code-words.ts'

/** Mistakes in chain.yaml, and of dialogues with one another. */
export const CHAIN_CODES = {
  K301: error(
    'The file of time zones is broken',
    'Quiet hours and birthdays need local time.',
    'Leave the file out: publishing writes it anew.',
  ),
  K302: error(
    'A step grants an incentive that is not there',
    'The customer would be promised something that nobody has priced.',
    'Add it to `incentives` in chain.yaml, or name one of those.',
  ),
  K303: error(
    'A step switches to a mode that is not there',
    'The customer would be spoken to by no rule at all.',
    'Add it to `policy.modes` in chain.yaml, or name one of those, or `normal`.',
  ),
  K304: error(
    'Memory counts by a key that its events do not have',
    'It would stay empty.',
    '`category` is of purchases, returns and occasions; `of` of usage; `topic` of calls; `store` of what happens in a store.',
  ),
  K305: warning(
    'Nothing uses a memory entry',
    'Every customer’s document grows by it for nothing.',
    'Use it in a condition, a transition or `about`, or take it out.',
  ),
  K306: error(
    'Policy never lets this channel speak',
    'The step’s message can never go out.',
    'Raise the cap above 0, take the channel out of `silent`, or say it on another channel.',
  ),
  K307: error(
    'Quiet hours leave no time to speak',
    'Nothing that is sent could ever go out, or nothing would be quiet.',
    'Leave at least an hour of the day open, and let `from` and `to` differ.',
  ),
  K308: warning(
    'A cap on a channel that nothing counts',
    'It holds nobody back: messages on this channel are not counted.',
    'Take the cap out.',
  ),
  K309: warning(
    'Earlier steps use up what policy allows',
    'When this step is reached by silence, the cap or rest is still full from the steps before, and it is never said.',
    'Wait longer before it, say it on another channel, or raise the cap.',
  ),
  K310: warning(
    'A zone shows a category that is not there',
    'No customer’s interest leads to this zone.',
    'Add the category to `categories`, or name one of those.',
  ),
  K311: error(
    'No such time zone',
    'Quiet hours and birthdays of this store’s customers need local time.',
    'Write it as Europe/London or America/New_York.',
  ),
  K312: warning('Nothing grants an incentive', 'It is priced and never given.', 'Let a step grant it, or take it out.'),
  K313: warning(
    'Nothing switches to a mode',
    'No customer will ever be in it.',
    'Let a step switch to it, or take it out.',
  ),
  K314: error(
    'A step is for a zone that is not there',
    'No customer ever walks there, so it would never be said.',
    'Add the zone to `zones` in chain.yaml, or name one of those.',
  ),
  K315: warning(
    'A budget leaves the stores nothing',
    'Half of a budget is for the stores, to each the same whole number; here that is none, so no store grants it.',
    'Raise the budget to at least twice the number of stores.',
  ),
  K316: error(
    'Two shelves have one code',
    'A cart that reads it would not know where it is.',
    'Give each code to one zone, once.',
  ),
  K317: error(
    'Opening hours end before they begin, or run into one another',
    'The screens would be dark while the store is open.',
    'Write the earlier time first. Hours that go on after midnight end at `24:00`, and go on the next day from `00:00`.',
  ),
  K401: error(
    'It begins after a dialogue that is not there',
    'It would never begin.',
    'Name a dialogue of this playbook.',
  ),
  K402: error(
    'It begins after an answer that cannot be given',
    'The other dialogue has no such step, or the step no such response.',
    'Name a step of that dialogue and a response that the step asks for.',
  ),
  K403: warning(
    'It begins after an ending that never comes',
    'Nothing in the other dialogue leads to this ending.',
    'Lead a response or silence there to it, or begin after another ending.',
  ),
  K404: warning(
    'Two dialogues want the same moment',
    'They begin with the same transition, on the same surface, with the same priority: the file’s name decides who speaks.',
    'Give the one that matters more a higher `priority`.',
  ),
} satisfies Record<string, CodeWords>
