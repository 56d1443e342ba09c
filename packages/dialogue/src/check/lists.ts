import { fitsCode, LONGEST_LINE, MOST_BYTES_OF_LIST, listInCode } from '@kairos/shared/list-code'
import type { ChainSource, DialogueSource, Text } from '../language.ts'
import { compileText, renderText } from '../templates.ts'
import type { Path, Report } from './reporter.ts'
import { READERS } from './texts.ts'

/** A list is read from a glass, and from its code, by whoever stands before it. */
export function checkLists(dialogue: DialogueSource, chain: ChainSource, report: Report): void {
  for (const [name, step] of Object.entries(dialogue.steps)) {
    if ('branch' in step || step.message.list === undefined) continue
    const path: Path = ['steps', name, 'message', 'list']
    if (step.channel !== 'screen')
      report(
        'K118',
        path,
        `on "${step.channel}" nobody could take it along`,
        'Take the list out, or say it on a screen.',
      )
    checkLength(step.message.title, step.message.list, path, chain, report)
  }
}

function checkLength(title: Text, list: readonly Text[], path: Path, chain: ChainSource, report: Report): void {
  const languages = new Set([chain.language, ...[title, ...list].flatMap((text) => writtenIn(text))])
  for (const language of languages) {
    for (const reader of READERS) {
      const [head = '', ...lines] = [title, ...list].map((text) => read(text, language, chain.language, reader))
      const long = lines.findIndex((line) => line.length > LONGEST_LINE)
      if (long >= 0) {
        const what = `in ${language} a line has ${lines[long]?.length} characters, and at most ${LONGEST_LINE} are shown`
        return report('K208', [...path, long], what, 'Say it shorter.')
      }
      if (!fitsCode(head, lines)) {
        const bytes = new TextEncoder().encode(listInCode(head, lines)).length
        const what = `in ${language} the title and its lines are ${bytes} bytes, and the code holds ${MOST_BYTES_OF_LIST}`
        return report('K208', path, what, 'Take lines out, or say them shorter.')
      }
    }
  }
}

const writtenIn = (text: Text): string[] => (typeof text === 'string' ? [] : Object.keys(text))

/** A text that is wrong in another way has been named for that already (K201, K205). */
function read(text: Text, language: string, fallback: string, reader: (typeof READERS)[number]): string {
  const compiled = compileText(text, fallback)
  if (!compiled.ok) return ''
  try {
    return renderText(compiled.value, language, reader)
  } catch {
    return ''
  }
}
