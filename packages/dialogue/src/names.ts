import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Transition } from './language.ts'

/** Occasions name runs; one that is too long to be part of an id is named by its hash. */
export const occasionName = (text: string): string =>
  text.length <= 160 ? text : `sha256:${bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32)}`

/** Names what a transition waits for, by all that is declared of it; absent where it waits for nothing. */
export function waitKey(begins: Transition): string | undefined {
  if (begins.when === 'absence')
    return occasionName(`absence:${begins.of}:${begins.after}${begins.where === undefined ? '' : `:${begins.where}`}`)
  return begins.when === 'date' ? `date:${begins.of}:${begins.ahead ?? 0}` : undefined
}
