import { parse } from '@formatjs/icu-messageformat-parser'
import type { Plugin } from 'vite'

const TEXTS = /\/screens\/texts\/[a-z]+\.json$/

const isSentences = (raw: unknown): raw is Record<string, string> =>
  typeof raw === 'object' && raw !== null && Object.values(raw).every((sentence) => typeof sentence === 'string')

/** Takes the sentences apart as the page is built, so that the page brings no parser and a wrong one stops the build. */
export function compileTexts(): Plugin {
  return {
    name: 'kairos-compile-texts',
    enforce: 'pre',
    config: () => ({
      resolve: {
        alias: [
          {
            find: /^@formatjs\/icu-messageformat-parser$/,
            replacement: '@formatjs/icu-messageformat-parser/no-parser.js',
          },
        ],
      },
    }),
    transform(source, id) {
      if (!TEXTS.test(id)) return null
      const sentences: unknown = JSON.parse(source)
      if (!isSentences(sentences)) throw new Error(`${id} holds something else than sentences by their keys`)
      const taken = Object.entries(sentences).map(([key, sentence]) => [key, parse(sentence)] as const)
      return JSON.stringify(Object.fromEntries(taken))
    },
  }
}
