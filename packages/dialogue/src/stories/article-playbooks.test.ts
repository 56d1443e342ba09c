import { describe, expect, test } from 'vitest'
import { checkPlaybook } from '../check/check-playbook.ts'
import { NOTHING_KNOWN, renderText, type CompiledText } from '../templates.ts'
import { articleFiles, articleNames, articlePlaybook } from './article-folders.fixture.ts'

/** What fits a glance: the limits that screens are drawn for. */
const MOST_OF_TITLE = 40
const MOST_OF_BODY = 120

describe.each(articleNames())('playbooks/articles/%s', (name) => {
  test('compiles, and there is nothing to find in it', () => {
    expect(checkPlaybook(articleFiles(name))).toEqual([])
  })

  test('every message can be read at a glance, by one with a long name too', () => {
    const { dialogues, categories, chain } = articlePlaybook(name)
    const names = [...categories.values()].map((text) => renderText(text, undefined, NOTHING_KNOWN))
    const category = names.toSorted((a, b) => b.length - a.length)[0] ?? ''
    const stores = Object.values(chain.stores).map(({ name }) => name)
    const longest = {
      ...NOTHING_KNOWN,
      customer: { first: 'Alexandra', tier: 'platinum', size: '38 long' },
      category,
      occasion: { on: '2025-09-24' },
      store: { name: stores.toSorted((a, b) => b.length - a.length)[0] },
    }
    const long = (text: CompiledText) => renderText(text, undefined, longest)
    for (const dialogue of dialogues.values()) {
      for (const step of dialogue.steps.values()) {
        if (step.is === 'branch') continue
        const thanks = [...step.responses.values()].flatMap((response) => (response.thanks ? [response.thanks] : []))
        for (const { title, body } of [step.message, ...(step.public ? [step.public] : []), ...thanks]) {
          expect(long(title).length, `${dialogue.name}/${step.name}: ${long(title)}`).toBeLessThanOrEqual(MOST_OF_TITLE)
          expect(long(body).length, `${dialogue.name}/${step.name}: ${long(body)}`).toBeLessThanOrEqual(MOST_OF_BODY)
        }
      }
    }
  })
})
