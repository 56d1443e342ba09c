import type { Customer, Run } from '@kairos/shared/customer'
import { fitsCode, LONGEST_LINE } from '@kairos/shared/list-code'
import type { Slide } from '@kairos/shared/screen-state'
import { knownProfile } from './known.ts'
import { ownValue } from './memory.ts'
import type { Playbooks, SlideText } from './playbook.ts'
import { NOTHING_KNOWN, renderText, type CompiledText, type TemplateScope } from './templates.ts'

/** Where something is said: in which store, in which language, and whether it may be told whom it is said to. */
export type Saying = { store: string | undefined; language: string | undefined; named: boolean }

/** How it is said to her alone, wherever she is: what is sent, and the web site. */
export const saidToHer = ({ profile }: Customer): Saying => ({
  store: profile.home,
  language: profile.language,
  named: true,
})

/** What the words of a run's message may name. Who she is, and what only she could know, where she may be named. */
export function wordsOf(
  playbooks: Playbooks,
  customer: Customer,
  run: Pick<Run, 'about' | 'on'>,
  { store, language, named }: Saying,
): TemplateScope {
  const { about = '', on } = run
  const { first, tier, size } = knownProfile(customer)
  const category = playbooks.current.categories.get(about)
  return {
    customer: named ? { first, tier, size } : NOTHING_KNOWN.customer,
    about,
    category: category ? renderText(category, language, NOTHING_KNOWN) : about,
    occasion: { on },
    store: storeIn(playbooks, store),
  }
}

/** What templates can say of a store: one that the playbook does not know has no name. */
export const storeIn = ({ current }: Playbooks, store: string | undefined): TemplateScope['store'] => ({
  name: store === undefined ? undefined : ownValue(current.chain.stores, store)?.name,
})

export function renderSlide(text: SlideText, language: string | undefined, scope: TemplateScope): Slide {
  return {
    title: renderText(text.title, language, scope),
    body: renderText(text.body, language, scope),
    ...(text.picture ? { picture: renderText(text.picture, language, scope) } : {}),
  }
}

/**
 * A list as she reads it. The check has tried it with short values; whatever hers are, what is beyond the limits is left
 * off, so that its code stays readable.
 */
export function renderList(
  title: string,
  list: readonly CompiledText[],
  language: string | undefined,
  scope: TemplateScope,
): string[] {
  const lines = list
    .map((line) => renderText(line, language, scope).slice(0, LONGEST_LINE))
    .filter((line) => line !== '')
  while (lines.length > 0 && !fitsCode(title, lines)) lines.pop()
  return lines
}
